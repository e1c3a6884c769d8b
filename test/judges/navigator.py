"""MITRE's own reader of ATT&CK Navigator layers. Usage: navigator.py LAYER…

A layer must load, keep all that it says, and have a colour for each score: those that draw layers ask for it.
"""

import contextlib
import io
import json
import sys
from pathlib import Path

from mitreattack.navlayers import Layer


def load(layer: dict) -> Layer | None:
    """None where it cannot be loaded, which it tells on stdout only."""
    loaded = Layer(init_data=layer)
    return None if isinstance(loaded.layer, str) else loaded


def differs(ours: object, theirs: object) -> bool:
    """Whether anything that we say is lost; the reader adds its defaults."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return any(differs(value, theirs.get(key)) for key, value in ours.items())
    if ours == [] and theirs is None:  # an empty list is left out when it is written again
        return False
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) != len(theirs) or any(map(differs, ours, theirs))
    return ours != theirs


def faults(layer: dict) -> list[str]:
    loaded = load(layer)
    if loaded is None:
        return ["cannot be loaded"]
    wrong = [f"{key} is lost" for key, value in layer.items() if differs(value, loaded.to_dict().get(key))]
    for technique in loaded.layer.techniques:
        if technique.score is not None:
            loaded.layer.gradient.compute_color(technique.score)
    return wrong


def main(paths: list[Path]) -> int:
    status = 0
    for path in paths:
        layer = json.loads(path.read_text())
        try:
            wrong = faults(layer)
        except Exception as error:  # what it throws is its own affair; that it does is a fault of the layer
            wrong = [repr(error)]
        verdict = "failed" if wrong else "passed"
        status |= bool(wrong)
        figures = f"{len(layer['techniques'])} techniques, scores up to {layer['gradient']['maxValue']}"
        print(f"navigator {path.parent.parent.name}/{path.name}: {verdict}, {figures}", flush=True)
        for line in wrong:
            print(f"  {line}")
    with contextlib.redirect_stdout(io.StringIO()):
        found = faults({"name": "broken", "domain": "nowhere-attack"})
    if not found:
        print("navigator: failed, it finds nothing wrong with a broken layer")
        return 1
    return int(status) if paths else 1


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))

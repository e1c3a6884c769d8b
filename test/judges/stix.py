"""OASIS' validator on STIX bundles: STIX 2.1, what the specification asks for and what it advises. Usage: stix.py BUNDLE…"""

import json
import sys
from collections import Counter
from pathlib import Path

from stix2validator import ValidationOptions, validate_instance

# Advice that does not fit:
# 103  ids by UUID version 4: ours are of version 5, so that one article has one id for ever (STIX 2.1, section 2.9, lets producers
#      choose another way).
# 245  pattern types of the open vocabulary: a hunt's pattern is in Splunk's or Kusto's language, and an open vocabulary is to be added to.
# 302  a hash beside each external reference with a URL: an article's page has none that would hold.
NOT_FITTING = ["103", "245", "302"]
OPTIONS = ValidationOptions(version="2.1", strict=True, disabled=",".join(NOT_FITTING))


def faults(bundle: dict) -> list[str]:
    result = validate_instance(bundle, OPTIONS)
    return [] if result.is_valid else [str(error) for error in [*result.errors, *result.warnings]]


def main(paths: list[Path]) -> int:
    status = 0
    for path in paths:
        bundle = json.loads(path.read_text())
        wrong = faults(bundle)
        kinds = Counter(one["type"] for one in bundle["objects"])
        verdict = "passed" if not wrong and kinds else "failed"
        status |= verdict == "failed"
        print(f"stix {path.parent.parent.name}: {verdict}, {sum(kinds.values())} objects, {len(wrong)} faults", flush=True)
        for line in wrong[:10]:
            print(f"  {line}")
    if not faults({"type": "bundle", "id": "bundle--1", "objects": [{"type": "indicator"}]}):
        print("stix: failed, it finds nothing wrong with a broken bundle")
        return 1
    return int(status) if paths else 1


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))

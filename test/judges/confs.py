"""Two readers of conf files: Kintyre's ksconf and Splunk's packaging toolkit. Usage: confs.py ksconf FOLDER… | slim PACKAGE…"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAMS = Path(sys.executable).parent

# savedsearches.conf.spec of Splunk 9 has alert.managedBy ("Specifies the feature or component that created the alert"); slim's
# list of settings is older.
NEWER = re.compile(r"Undefined setting in savedsearches\.conf, stanza \[.*\]: alert\.managedBy$")


def run(*command: object) -> tuple[int, str]:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def ksconf(folders: list[Path]) -> tuple[list[str], str]:
    """What is wrong, and the figures."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".conf", ".meta"))
    status, output = run(PROGRAMS / "ksconf", "check", *files)
    parsed = len(re.findall(r"^Successfully parsed ", output, re.M))
    wrong = [] if status == 0 and parsed == len(files) > 0 else [output[-2000:]]
    return wrong, f"{parsed} of {len(files)} files parsed"


def slim(packages: list[Path]) -> tuple[list[str], str]:
    wrong = []
    for package in packages:
        status, output = run(PROGRAMS / "slim", "validate", package)
        faults = [line for line in output.splitlines() if "[INFO]" not in line and not NEWER.search(line)]
        faults = [line for line in faults if not line.startswith("slim validate: Validating app at")]
        if status != 0 or faults or "App validation complete" not in output:
            wrong += [f"{package}: {line}" for line in faults[:5] or [f"ends with {status}"]]
    return wrong, f"{len(packages)} packages"


def finds_what_is_wrong(judge: str) -> bool:
    with tempfile.TemporaryDirectory() as temporary:
        default = Path(temporary, "broken", "default")
        default.mkdir(parents=True)
        (default / "savedsearches.conf").write_text("[a\nsearch = x\n=\n")
        wrong, _ = ksconf([default]) if judge == "ksconf" else slim([default.parent])
        return bool(wrong)


def main(judge: str, paths: list[Path]) -> int:
    wrong, figures = ksconf(paths) if judge == "ksconf" else slim(paths)
    if not finds_what_is_wrong(judge):
        wrong.append("it finds nothing wrong with a broken file")
    print(f"{judge}: {'failed' if wrong else 'passed'}, {figures}")
    for line in wrong:
        print(f"  {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], [Path(argument) for argument in sys.argv[2:]]))

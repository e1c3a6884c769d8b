"""Splunk's AppInspect on apps and packages, by the checks of Splunk Cloud. Usage: appinspect.py APP…

It ends with 0 whatever it finds, so its report is read: no error, failure or future failure may be in it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "splunk-appinspect"
BAD = ("error", "failure", "future_failure")


def inspect(app: Path, folder: Path) -> tuple[dict, list]:
    """Summary of the report, and its checks."""
    report = folder / "report.json"
    command = [PROGRAM, "inspect", app, "--mode", "precert", "--included-tags", "cloud"]
    command += ["--data-format", "json", "--output-file", report, "--max-messages", "all"]
    # Its lists of libraries come from the network; an app without code needs none.
    command += ["--skip-trusted-libraries-update"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if not report.exists():
        raise SystemExit(f"appinspect: failed, no report on {app}: {run.stdout[-2000:]}{run.stderr[-2000:]}")
    whole = json.loads(report.read_text())
    report.unlink()
    checks = [check for one in whole["reports"] for group in one["groups"] for check in group["checks"]]
    return whole["summary"], checks


def named(checks: list, result: str) -> list:
    return [check for check in checks if check["result"] == result]


def judge(name: str, app: Path, folder: Path) -> bool:
    summary, checks = inspect(app, folder)
    bad = [check for result in BAD for check in named(checks, result)]
    passed = not any(summary[result] for result in BAD) and not bad and summary["success"] > 0
    figures = ", ".join(f"{summary[key]} {key.replace('_', ' ')}" for key in (*BAD, "warning", "success"))
    warnings = ", ".join(check["name"] for check in named(checks, "warning"))
    told = f" (warnings: {warnings})" if warnings else ""
    print(f"appinspect {name}: {'passed' if passed else 'failed'}, {figures}{told}", flush=True)
    for check in bad:
        for message in check["messages"][:5]:
            print(f"  {check['name']}: {message['message']} {message['message_filename']}:{message['message_line']}")
    return passed


def finds_what_is_wrong(app: Path, folder: Path) -> bool:
    """A judge that is content with anything would be content with us."""
    broken = folder / "broken" / app.name
    shutil.copytree(app, broken)
    with (broken / "default" / "collections.conf").open("a") as conf:
        conf.write("\n[broken]\nfield.list = array\n")
    summary, _ = inspect(broken, folder)
    return summary["failure"] > 0


def name_of(app: Path) -> str:
    return app.name if app.is_dir() else f"{app.parent.parent.name}/{app.name}"


def main(apps: list[Path]) -> int:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        results = [judge(name_of(app), app, folder) for app in apps]
        if not finds_what_is_wrong(next(app for app in apps if app.is_dir()), folder):
            print("appinspect: failed, it finds nothing wrong with a broken app")
            return 1
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))

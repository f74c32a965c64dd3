"""`python tests/bench/side_by_side.py [--write]`: Stackwright and checkov on the same resources.

Both judge `side_by_side/`: a Pulumi program, and the same resources as a CloudFormation template. Checkov is no
dependency of the project: it is installed into a virtual environment of its own, in the user's cache folder.
"""

import json
import os
import subprocess
import sys
import venv
from collections import defaultdict
from datetime import date
from importlib.metadata import version
from pathlib import Path

from comparison import Found, render, undecided
from timing import ROOT, pairs, seconds

HERE = Path(__file__).parent / "side_by_side"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "stackwright" / "checkov"
CHECKOV = CACHE / "venv/bin/checkov"
PAGE = ROOT / "docs/side-by-side.md"
ROUNDS = 5
CHECK = [str(Path(sys.executable).with_name("stackwright")), "check", str(HERE)]
SCAN = [
    *(str(CHECKOV), "-f", str(HERE / "template.yaml"), "--framework", "cloudformation"),
    *("--compact", "-o", "json", "--skip-download"),
]
# it would ask a registry for a newer version of itself
OFFLINE = {**os.environ, "CKV_SKIP_PACKAGE_UPDATE_CHECK": "true", "LOG_LEVEL": "ERROR"}


def install() -> None:
    """Have checkov, in a place of its own."""
    if not CHECKOV.exists():
        sys.stderr.write(f"installing checkov into {CACHE}\n")
        venv.create(CACHE / "venv", with_pip=True)
        pip = [str(CACHE / "venv/bin/python"), "-m", "pip", "install", "-q", "checkov"]
        subprocess.run(pip, check=True)


def time_ratio() -> float:
    """Whole process of `stackwright check` ÷ whole process of checkov."""
    install()
    return pairs(lambda: seconds(CHECK), lambda: seconds(SCAN, OFFLINE), ROUNDS)


def compare() -> tuple[dict[str, Found], str]:
    """What both find, by resource, and the version of checkov."""
    install()
    theirs, release = _theirs()
    ours, maps = _ours()
    table: dict[str, Found] = defaultdict(Found)
    for name in sorted({*ours, *theirs}):
        row = table[name]
        for rule in ours.get(name, ()):
            shared = maps[rule] & theirs.get(name, set())
            row.both |= shared
            if not shared:
                row.ours.add(rule)
        row.theirs = theirs.get(name, set()) - row.both
    return dict(table), release


def _theirs() -> tuple[dict[str, set[str]], str]:
    printed = subprocess.run(SCAN, check=False, capture_output=True, text=True, cwd=ROOT, env=OFFLINE).stdout
    report = json.loads(printed)
    found: dict[str, set[str]] = defaultdict(set)
    for one in report["results"]["failed_checks"]:
        found[one["resource"].partition(".")[2]].add(one["check_id"])
    return found, report["summary"]["checkov_version"]


def _ours() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Rules by resource, and the ids of checkov's that each maps to; money and tags are not checkov's subject."""
    command = [*CHECK, "--json", "-"]
    report = json.loads(subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT).stdout)
    maps = {rule["id"]: set(rule["frameworks"].get("checkov", ())) for rule in report["rules"]}
    found: dict[str, set[str]] = defaultdict(set)
    for one in report["findings"]:
        if one["rule"] in maps and (not one["rule"].startswith("ai-") or maps[one["rule"]]):
            found[one["urn"].rpartition("::")[2]].add(one["rule"])
    return found, maps


def page() -> str:
    """Both ratio and table, as a page."""
    table, release = compare()
    count = sum(line.startswith("    Type: AWS::") for line in (HERE / "template.yaml").read_text().splitlines())
    about = f"Stackwright {version('stackwright')}, checkov {release}, {date.today().isoformat()}"
    for one in undecided(table):
        sys.stderr.write(f"{one}: say in comparison.py why it is not taken, or write a rule\n")
    return render(table, count, time_ratio(), about)


def main() -> None:
    """Print the page; `--write` keeps it in the documentation."""
    text = page()
    sys.stdout.write(text)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(text)


if __name__ == "__main__":
    main()

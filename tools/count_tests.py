#!/usr/bin/env python3
"""Counts the tests in logs of cmocka, node:test and unittest: `N passed, N failed, N skipped`.

Exit status 1 when any failed, or when a log shows no test at all. A line `exit status N`, written
by the caller after a command, counts as one failure when N is not 0 and the log shows none.
"""

import re
import sys
from collections import Counter
from pathlib import Path

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
CMOCKA = re.compile(r"^\[ +(PASSED|FAILED|SKIPPED) +\] (?:\S+: )?(\d+) test\(s\)", re.MULTILINE)
NODE = re.compile(r"^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)$", re.MULTILINE)
UNITTEST = re.compile(
    r"^Ran (\d+) tests? in .*\n\n?(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?$", re.MULTILINE)
EXIT_STATUS = re.compile(r"^exit status ([1-9]\d*)$", re.MULTILINE)

# What each runner calls what.
OUTCOME = {
    "PASSED": "passed", "FAILED": "failed", "SKIPPED": "skipped",
    "pass": "passed", "fail": "failed", "cancelled": "failed", "skipped": "skipped",
    "todo": "skipped",
    "failures": "failed", "errors": "failed", "unexpected successes": "failed",
    "expected failures": "passed",
}


def count_unittest(log):
    """unittest tells how many ran and what went otherwise; the rest passed."""
    counts = Counter()
    for ran, details in UNITTEST.findall(log):
        other = Counter()
        for name, number in re.findall(r"([a-z ]+)=(\d+)", details):
            other[OUTCOME[name.strip()]] += int(number)
        other["passed"] = max(0, int(ran) - other["failed"] - other["skipped"])
        counts += other
    return counts


def count(log):
    log = COLOURS.sub("", log)
    counts = count_unittest(log)
    for name, number in CMOCKA.findall(log) + NODE.findall(log):
        counts[OUTCOME[name]] += int(number)
    if EXIT_STATUS.search(log) and not counts["failed"]:
        counts["failed"] = 1
    return counts


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: count_tests.py LOG...")
    total = Counter()
    for path in map(Path, sys.argv[1:]):
        counts = count(path.read_text(encoding="utf-8", errors="replace"))
        if not counts.total():
            counts["failed"] = 1
            print(f"{path}: shows no test at all")
        total += counts
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    sys.exit(total["failed"] > 0)


if __name__ == "__main__":
    main()

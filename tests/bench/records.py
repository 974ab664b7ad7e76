#!/usr/bin/env python3
"""Writes a practices.csv of N records, drawn from the real ones with a fixed seed."""

import csv
import random
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data" / "practices.csv"


def main():
    with DATA.open(newline="") as source:
        rows = list(csv.DictReader(source))
    chance = random.Random(1)
    out = csv.DictWriter(sys.stdout, rows[0].keys(), lineterminator="\n")
    out.writeheader()
    for number in range(int(sys.argv[1])):
        out.writerow(chance.choice(rows) | {"id": f"T-{number:06d}", "related_ids": ""})


if __name__ == "__main__":
    main()

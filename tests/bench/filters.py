#!/usr/bin/env python3
"""Writes 2,000 distinct filtered lists, an address a line, the same each time.

    filters.py [--without-words] [--without-order]

One to four filters each; one in four also searches for a word, one in six has an order of its own.
"""

import argparse
import random
from urllib.parse import urlencode

from records import Draw

COUNT = 2000
WORDS = ("culture", "numérique", "music", "copyright", "artistes", "découvrabilité", "film",
         "formation", "femmes", "festivals", "ministry", "plateformes", "open data", "jeunes")
ORDERS = ("title", "-title", "start_year", "-start_year")


def choices(draw):
    """What each filter may be, as likely as a reader would choose it: name, values, weight."""
    return (
        ("activity", draw.activities, 6),
        ("party", [party[0] for party in draw.parties], 6),
        ("sector", draw.sectors, 4),
        ("year", [str(year) for year in range(2000, 2026)], 3),
        ("group", ("I", "II", "III", "IV", "Va", "Vb"), 2),
        ("output", tuple("12345"), 2),
        ("stage", draw.stages, 2),
        ("lead_type", ("government", "civil society", "private", "intergovernmental"), 2),
    )


def address(chance, filters, rare, options):
    count = chance.choices((1, 2, 3, 4), (3, 4, 2, 1))[0]
    chosen = {}
    while len(chosen) < count:
        name, values, _ = chance.choices(filters, [weight for *_, weight in filters])[0]
        chosen[name] = chance.choice(values)
    if chance.random() < 1 / 4 and not options.without_words:
        chosen["q"] = chance.choice(WORDS if chance.random() < 2 / 3 else rare)
    if chance.random() < 1 / 6 and not options.without_order:
        chosen["sort"] = chance.choice(ORDERS)
    return "/en/practices?" + urlencode(chosen)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--without-words", action="store_true")
    parser.add_argument("--without-order", action="store_true")
    options = parser.parse_args()
    draw, chance = Draw(1), random.Random(2)
    filters, found = choices(draw), {}
    while len(found) < COUNT:
        found[address(chance, filters, draw.names[:500], options)] = True
    print("\n".join(found))


if __name__ == "__main__":
    main()

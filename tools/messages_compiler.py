#!/usr/bin/env python3
"""Compiles po/XX.po catalogues to C tables, sorted by key for a binary search.

Fuzzy, obsolete and empty entries are left out: the program shows the English key instead.
"""

import argparse
import re
from pathlib import Path

from c_writer import c_string, write_c
from po_file import read_po


def row(message):
    forms = ", ".join(map(c_string, message.forms))
    return (f"\t{{ {c_string(message.id)}, {len(message.forms)},\n"
            f"\t\t(const char *const[]){{ {forms} }} }},\n")


def table(language, path):
    messages = [m for m in read_po(path).messages if m.is_translated]
    messages.sort(key=lambda message: message.id.encode())  # the order of strcmp()
    rows = "".join(map(row, messages)) or "\t{ 0 }, /* C has no empty arrays */\n"
    return (f"\nconst struct message messages_{language}[] = {{\n{rows}}};\n"
            f"const size_t n_messages_{language} = {len(messages)};\n")


def catalogue(argument):
    """fr=po/fr.po"""
    match = re.fullmatch(r"([a-z]{2,3})=(.+)", argument)
    if not match:
        raise argparse.ArgumentTypeError(f"{argument!r} is not LANGUAGE=FILE.po")
    return match.group(1), Path(match.group(2))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--c", required=True, type=Path)
    parser.add_argument("catalogues", nargs="+", type=catalogue, metavar="LANGUAGE=FILE.po")
    args = parser.parse_args()

    tables = "".join(table(language, path) for language, path in args.catalogues)
    write_c(args.c, [path for _, path in args.catalogues], __file__,
            f'#include "lang.h"\n{tables}')


if __name__ == "__main__":
    main()

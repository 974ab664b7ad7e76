#!/usr/bin/env python3
"""Puts files into the program: their bytes as C literals, their hash for lasting addresses."""

import argparse
import base64
import hashlib
from pathlib import Path

from c_writer import c_bytes, c_string, refuse, write_c, write_header

WIDTH = 64  # bytes per literal of a binary file or a long line


def literal(data):
    """One literal per line of text, so that the generated file can be read, or per WIDTH bytes."""
    pieces = [line[i:i + WIDTH]
              for line in data.splitlines(keepends=True)
              for i in range(0, len(line), WIDTH)]
    return "\n".join("\t\t\t" + c_bytes(piece) for piece in pieces or [b""])


def row(path):
    data = path.read_bytes()
    digest = hashlib.sha256(data)
    return (f"\t{{ .name = {c_string(path.name)},\n"
            f"\t\t.bytes = (const unsigned char *)\n{literal(data)},\n"
            f"\t\t.n = {len(data)},\n"
            f"\t\t.hash = \"{digest.hexdigest()[:12]}\",\n"
            f"\t\t.sha256 = \"{base64.b64encode(digest.digest()).decode()}\" }},\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--c", required=True, type=Path)
    parser.add_argument("--h", required=True, type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("file", nargs="+", type=Path)
    args = parser.parse_args()

    paths = sorted(args.file, key=lambda path: path.name)
    for one, next_one in zip(paths, paths[1:]):
        if one.name == next_one.name:
            refuse(next_one, 1, f"{one} has the same name, and files are found by name")

    table, count = f"{args.name}_files", f"n_{args.name}_files"
    write_header(args.h, paths, __file__,
                 f'#include "embedded.h"\n\nextern const struct embedded {table}[]; /* by name */\n'
                 f"extern const size_t {count};\n")
    write_c(args.c, paths, __file__,
            f'#include "{args.h.name}"\n\nconst struct embedded {table}[] = {{\n'
            f"{''.join(map(row, paths))}}};\n\nconst size_t {count} = {len(paths)};\n")


if __name__ == "__main__":
    main()

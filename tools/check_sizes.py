#!/usr/bin/env python3
"""Measures functions, files and lines; prints the figures and fails beyond the limits."""

import re
import statistics
import subprocess
import sys
from math import ceil
from pathlib import Path
from typing import NamedTuple

FUNCTION_MEDIAN, FUNCTION_P90, FUNCTION_MAX = 20, 60, 100
FILE_SOFT, FILE_HARD, SHARE_ABOVE_SOFT = 600, 1000, 0.05
COLUMNS, TAB = 100, 8
REGISTER_LINES, TOOL_LINES, SCRIPT_BYTES = 4000, 300, 15000

FOLDERS = ("src", "db", "assets", "tools", "tests")
KINDS = {".c", ".h", ".sql", ".html", ".css", ".py", ".js"}
NOT_OURS = {"node_modules", "__pycache__"}
NOT_SOURCE = {"golden", "bad"}  # what tests compare with or feed in
SCRIPTS_ALONE = {"offline.js"}  # those of no page: each in a file that people take along


class Length(NamedTuple):
    lines: int
    place: str


def sources_of(root):
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            parts = set(path.relative_to(root).parts)
            if path.suffix in KINDS and path.is_file() and not parts & (NOT_OURS | NOT_SOURCE):
                yield path.relative_to(root)


def functions_of(root, paths):
    """Lengths by ctags, which tells functions from tables."""
    if not paths:
        return []
    command = ["ctags", "-x", "--_xformat=%{input}\t%n\t%{end}\t%N", "--kinds-C=f",
               "--kinds-Python=fm", "--fields=+ne", "--sort=no", "-L", "-"]
    listing = subprocess.run(command, cwd=root, input="\n".join(map(str, paths)),
                             stdout=subprocess.PIPE, text=True, check=True).stdout
    lengths = []
    for path, start, end, name in (line.split("\t") for line in listing.splitlines()):
        lengths.append(Length(int(end) - int(start) + 1, f"{path}:{start}: {name}()"))
    return lengths


def figures(lengths):
    """(median, p90, longest); p90 is a length that nine of ten do not exceed."""
    ordered = sorted(lengths)
    p90 = ordered[ceil(len(ordered) * 0.9) - 1].lines
    return statistics.median(length.lines for length in ordered), p90, ordered[-1]


def check_functions(what, lengths):
    if not lengths:
        return
    median, p90, longest = figures(lengths)
    print(f"functions in {what}: {len(lengths)}, lines: median {median:g}, p90 {p90}, "
          f"max {longest.lines} ({longest.place})")
    if median > FUNCTION_MEDIAN:
        yield f"functions in {what}: median {median:g} lines, over {FUNCTION_MEDIAN}"
    if p90 > FUNCTION_P90:
        yield f"functions in {what}: p90 {p90} lines, over {FUNCTION_P90}"
    for length in lengths:
        if length.lines > FUNCTION_MAX:
            yield f"{length.place}: {length.lines} lines, over {FUNCTION_MAX}"


def check_files(lengths):
    if not lengths:
        return
    median, p90, longest = figures(lengths)
    print(f"files: {len(lengths)}, lines: median {median:g}, p90 {p90}, "
          f"max {longest.lines} ({longest.place})")
    long = [length for length in lengths if length.lines > FILE_SOFT]
    for length in long:
        if length.lines > FILE_HARD:
            yield f"{length.place}:1: {length.lines} lines, over {FILE_HARD}"
        else:
            print(f"{length.place}:1: warning: {length.lines} lines, over {FILE_SOFT}")
    if len(long) > SHARE_ABOVE_SOFT * len(lengths):
        yield (f"{len(long)} of {len(lengths)} files over {FILE_SOFT} lines, "
               f"more than {SHARE_ABOVE_SOFT:.0%}")


def check_columns(path, lines):
    for number, line in enumerate(lines, start=1):
        columns = len(line.expandtabs(TAB // 2 if path.suffix == ".js" else TAB))
        if columns > COLUMNS:
            yield f"{path}:{number}: {columns} columns, over {COLUMNS}"


def count_code(lines):
    """Lines of C that are neither blank nor comment."""
    return sum(bool(line.strip()) and not re.match(r"\s*(/?\*|//)", line) for line in lines)


def check_scripts(bytes_of):
    """`bytes_of`: of each script by its name."""
    of_pages = sum(n for name, n in bytes_of.items() if name not in SCRIPTS_ALONE)
    print(f"scripts of pages: {of_pages:,} bytes")
    if of_pages > SCRIPT_BYTES:
        yield f"assets/*.js: {of_pages:,} bytes together, over {SCRIPT_BYTES:,}"
    for name in sorted(SCRIPTS_ALONE & bytes_of.keys()):
        if bytes_of[name] > SCRIPT_BYTES:
            yield f"assets/{name}:1: {bytes_of[name]:,} bytes, over {SCRIPT_BYTES:,}"


def check_parts(lines_of):
    """Limits of one folder each."""
    register = sum(count_code(lines) for path, lines in lines_of.items()
                   if path.parts[:2] == ("src", "register") and path.suffix in (".c", ".h")
                   and not path.stem.endswith("_test"))
    print(f"register/: {register} lines of C")
    if register > REGISTER_LINES:
        yield f"src/register: {register} lines, over {REGISTER_LINES}"
    for path, lines in lines_of.items():
        if path.parts[0] == "tools" and len(lines) > TOOL_LINES:
            yield f"{path}:1: {len(lines)} lines, over {TOOL_LINES} for a tool"


def check_tree(root):
    lines_of = {path: (root / path).read_text(encoding="utf-8").splitlines()
                for path in sources_of(root)}
    c = [path for path in lines_of if path.parts[0] == "src" and path.suffix == ".c"]
    python = [path for path in lines_of if path.parts[0] == "tools" and path.suffix == ".py"]
    scripts = [root / path for path in lines_of
               if path.parts[0] == "assets" and path.suffix == ".js"]

    wrong = list(check_functions("src", functions_of(root, c)))
    wrong += check_functions("tools", functions_of(root, python))
    wrong += check_files([Length(len(lines), str(path)) for path, lines in lines_of.items()])
    wrong += check_parts(lines_of)
    wrong += check_scripts({script.name: script.stat().st_size for script in scripts})
    for path, lines in lines_of.items():
        wrong += check_columns(path, lines)
    return wrong


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    wrong = check_tree(root.resolve())
    if wrong:
        print(*wrong, sep="\n")
        sys.exit(1)


if __name__ == "__main__":
    main()

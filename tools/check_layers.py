#!/usr/bin/env python3
"""Checks who includes whom: the layers of src/, its modules, and the libraries few may touch."""

import re
import sys
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path

from c_reader import matches_by_line, without_comments, without_texts

BELOW_REGISTER = {"base", "store", "web", "ui", "words", "vocabulary", "access"}

# To add a layer: a row here, its folder in src/, and its static_library in meson.build.
MAY_USE = {
    "base": {"base"},
    "store": {"base", "store"},
    "web": {"base", "web"},
    "ui": {"base", "web", "ui"},
    "words": {"base", "words"},
    "access": {"base", "access"},
    "secret": {"base", "secret"},
    "vocabulary": {"base", "store", "web", "ui", "words", "vocabulary"},
    "register": {*BELOW_REGISTER, "register"},
    "elsewhere": {*BELOW_REGISTER, "register", "elsewhere"},
    "files": {*BELOW_REGISTER, "register", "files"},
    "together": {*BELOW_REGISTER, "register", "secret", "mail", "files", "notices",
                "writing", "together"},
    "screens": {*BELOW_REGISTER, "register", "elsewhere", "files", "notices", "writing", "together",
                "screens"},
    "exchange": {*BELOW_REGISTER, "register", "files", "notices", "writing", "together",
                 "exchange"},
    "notices": {*BELOW_REGISTER, "register", "mail", "notices"},
    "mail": {*BELOW_REGISTER, "register", "mail"},
    "writing": {*BELOW_REGISTER, "register", "secret", "mail", "files", "notices",
                "writing"},
    # and each other: see may_include()
    "modules": {*BELOW_REGISTER, "register", "elsewhere", "screens", "exchange", "secret", "mail",
                "files", "notices", "writing", "together"},
    "app": {*BELOW_REGISTER, "register", "elsewhere", "screens", "exchange", "secret", "mail",
            "files", "notices", "writing", "together", "modules", "app"},
}

# To restrict a library: its header, and the files in src/ that may include it.
LIBRARIES = {
    "xlsxwriter.h": ["exchange/book.c"],
    "zlib.h": ["files/*.c"],
    "curl/curl.h": ["mail/smtp.c", "elsewhere/fetch.c"],
    "microhttpd.h": ["web/mhd.c"],
    "sqlite3.h": ["store/sqlite*.c"],
    "libpq-fe.h": ["store/postgres*.c"],
    "oath.h": ["secret/secret.c", "secret/one_time_code.c"],
    "qrencode.h": ["ui/qr.c"],
    "libxml/parserInternals.h": ["together/translation_xliff.c"],
    "libxml/SAX2.h": ["together/translation_xliff.c"],
}
# Below the arena, or living as long as a connection.
MAY_ALLOCATE = ["base/*", "store/*", "web/body.c", "web/mhd.c"]

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
ALLOCATION = re.compile(r"(?<![\w.>])(malloc|calloc|realloc|reallocarray|free|strn?dup)\s*\(")


def room_of(path):
    """The layer, or for a module ("modules", its name). `path` starts below src/."""
    layer = path.parts[0]
    return ("modules", path.parts[1]) if layer == "modules" else (layer, None)


def room_name(room):
    return room[0] + (f"/{room[1]}" if room[1] else "")


class Tree:
    """The files of src/, and where each header, written or generated, belongs."""

    def __init__(self, root):
        self.src = root / "src"
        self.headers = {}
        self.tests = {path.name for path in (root / "tests").rglob("*.h")}
        self.twice = []
        self.files = sorted(self.below("*.[ch]"))
        for path in self.files:
            if path.suffix == ".h":
                self.add_header(path)

    def below(self, pattern):
        return [path.relative_to(self.src) for path in self.src.rglob(pattern)]

    def add_header(self, path):
        if path.name in self.headers:
            self.twice.append(
                f"src/{path}:1: a second {path.name}; the first is src/{self.headers[path.name]}")
        self.headers.setdefault(path.name, path)

    def room_of_header(self, name):
        """None when nobody has it."""
        if name in self.headers:
            return room_of(self.headers[name])
        stem = name.removesuffix(".h")
        if stem.endswith("_sql"):
            owners = self.below(stem.removesuffix("_sql") + ".sql")
        elif stem.endswith("_html"):
            folder = stem.removesuffix("_html")
            owners = [p for p in self.below("*.html") if p.parent.name == folder]
        elif stem.endswith("_files"):  # of tools/embed.py: plain data, for all
            return "base", None
        else:
            owners = []
        return room_of(owners[0]) if owners else None


def may_include(own, other, name):
    if own[0] == "modules" and other[0] == "modules":
        return own == other or name == f"{other[1]}.h"
    return other[0] in MAY_USE[own[0]]


def is_test(path):
    return path.stem.endswith("_test")


def check_include(tree, path, name, is_system):
    """What is wrong with it, or None."""
    if name in LIBRARIES and not any(fnmatch(path.as_posix(), p) for p in LIBRARIES[name]):
        return f"{name} is only for src/{' and src/'.join(LIBRARIES[name])}"
    if is_test(path) and name in tree.tests:
        return None
    own, other = room_of(path), tree.room_of_header(name)
    if other is None:
        return None if is_system else f"nobody has {name}"
    if may_include(own, other, name):
        return None
    if own[0] == other[0] == "modules":
        return f"of another module, include {other[1]}.h only, not {name}"
    return f"{room_name(own)} may not use {room_name(other)} ({name})"


def circle_through(edges, start):
    """The shortest way from a module back to itself, or None."""
    ways = [[start]]
    seen = set()
    for way in ways:
        for other in sorted(edges[way[-1]]):
            if other == start:
                return way + [start]
            if other not in seen:
                seen.add(other)
                ways.append(way + [other])
    return None


def check_circles(places):
    """`places`: for (module, other module), where the first includes the second."""
    edges = defaultdict(set)
    for one, other in places:
        edges[one].add(other)
    reported = set()
    for module in sorted(edges):
        circle = circle_through(edges, module)
        if circle and not reported & set(circle):
            reported |= set(circle)
            yield f"{places[circle[0], circle[1]]}: modules in a circle: {' -> '.join(circle)}"


def check_tree(tree):
    """(complaints, number of includes)"""
    wrong, places, n_includes = list(tree.twice), {}, 0
    for path in tree.files:
        if path.parts[0] not in MAY_USE:
            wrong.append(f"src/{path}:1: no layer is called {path.parts[0]}")
            continue
        code = (tree.src / path).read_text(encoding="utf-8")
        for line, match in matches_by_line(INCLUDE, without_comments(code)):
            name, place = match.group(2), f"src/{path}:{line}"
            n_includes += 1
            what = check_include(tree, path, name, is_system=match.group(1) == "<")
            if what:
                wrong.append(f"{place}: {what}")
            own, other = room_of(path), tree.room_of_header(name)
            if other and own[0] == other[0] == "modules" and own != other:
                places.setdefault((own[1], other[1]), place)
        if not any(fnmatch(path.as_posix(), pattern) for pattern in MAY_ALLOCATE):
            wrong += [f"src/{path}:{line}: {match.group(1)}: memory comes from an arena here"
                      for line, match in matches_by_line(ALLOCATION, without_texts(code))]
    return wrong + list(check_circles(places)), n_includes


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    tree = Tree(root)
    wrong, n_includes = check_tree(tree)
    if wrong:
        print(*wrong, sep="\n")
        sys.exit(1)
    print(f"layers: {len(tree.files)} files, {n_includes} includes, none out of its layer")


if __name__ == "__main__":
    main()

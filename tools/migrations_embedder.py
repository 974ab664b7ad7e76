#!/usr/bin/env python3
"""Collects db/migrations/NNNN_what.sql, in order, into one C table.

Migrations only add, and both engines read the same text: so anything but CREATE TABLE, CREATE
INDEX, ALTER TABLE ... ADD, INSERT and UPDATE is refused, and any type but INTEGER, BIGINT, TEXT
and BLOB. A table may be dropped if it is an index, made from what other tables hold: DERIVED
names them.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

from c_writer import c_lines, c_string, refuse, write_c
from sql_tokens import is_gap, sql_text, statements_of, tokens_of

TYPES = ("INTEGER", "BIGINT", "TEXT", "BLOB")
DERIVED = ("RECORD_FACET",)
CONSTRAINTS = ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN")
ALLOWED = re.compile(
    r"CREATE TABLE |CREATE (UNIQUE )?INDEX |ALTER TABLE \S+ ADD \S+ \S+ |INSERT |UPDATE ")


@dataclass
class Migration:
    number: int
    name: str
    sql: str


def check_name(path, expected):
    match = re.fullmatch(r"(\d{4})_([a-z0-9_]+)\.sql", path.name)
    if not match:
        refuse(path, 1, "migrations are named NNNN_what.sql, in small letters")
    number = int(match.group(1))
    if number < expected:
        refuse(path, 1, f"there is a migration {number:04} already")
    if number > expected:
        refuse(path, 1, f"migration {expected:04} is missing before this one")
    return match.group(2)


def columns_of(path, tokens):
    """The parts, at commas, of the parentheses that end a CREATE TABLE."""
    parts, depth = [[]], 0
    for i, token in enumerate(tokens):
        depth -= token.text == ")"
        if depth == 1 and token.text == ",":
            parts.append([])
        elif depth > 0:
            parts[-1].append(token)
        depth += token.text == "("
        if token.text == ")" and depth == 0:
            if i + 1 < len(tokens):
                refuse(path, tokens[i + 1].line, "nothing portable follows a table's columns")
            return parts
    refuse(path, tokens[0].line, "a table needs its columns in parentheses")


def check_column(path, column):
    if len(column) < 2 or column[1].text.upper() not in TYPES:
        token = column[min(1, len(column) - 1)]
        refuse(path, token.line, f"{token.text!r}: columns are {', '.join(TYPES)}, nothing else")
    if len(column) > 2 and column[2].text == "(":
        refuse(path, column[2].line, "types carry no length; check lengths in C")


def check_statement(path, tokens):
    words = [token.text.upper() for token in tokens]
    is_derived = words[:2] == ["DROP", "TABLE"] and words[2] in DERIVED
    if not is_derived and not ALLOWED.match(" ".join(words) + " "):
        refuse(path, tokens[0].line,
               f"{' '.join(words[:2])}: migrations only CREATE TABLE or INDEX, "
               "ALTER TABLE ... ADD, INSERT and UPDATE")
    if words[:2] == ["CREATE", "TABLE"]:
        for part in columns_of(path, tokens):
            if part and part[0].text.upper() not in CONSTRAINTS:
                check_column(path, part)
    if words[0] == "ALTER":
        check_column(path, tokens[5:] if words[4] == "COLUMN" else tokens[4:])


def check_token(path, token):
    if token.kind == "parameter":
        refuse(path, token.line, f"{token.text}: nothing fills parameters of a migration")
    if token.kind == "quoted" and ";\n" in token.text:
        refuse(path, token.line, "a line of quoted text ends in a semicolon, as statements do")


def read_migration(path, number):
    name = check_name(path, number)
    tokens = tokens_of(path)
    statements = statements_of(tokens)
    if not statements:
        refuse(path, 1, "no statement here")
    for token in tokens:
        check_token(path, token)
    for statement in statements:
        check_statement(path, [token for token in statement if not is_gap(token)])
    return Migration(number, name, "".join(sql_text(s) + ";\n" for s in statements))


def source(migrations):
    rows = "".join(
        f"\t{{ {m.number}, {c_string(m.name)},\n{c_lines(m.sql, indent=2 * chr(9))} }},\n"
        for m in migrations)
    return (f'#include "migrate.h"\n\nconst struct migration migrations[] = {{\n{rows}}};\n\n'
            f"const size_t n_migrations = {len(migrations)};\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--c", required=True, type=Path)
    parser.add_argument("sql", nargs="+", type=Path)
    args = parser.parse_args()

    paths = sorted(args.sql, key=lambda path: path.name)
    migrations = [read_migration(path, number) for number, path in enumerate(paths, start=1)]
    write_c(args.c, paths, __file__, source(migrations))


if __name__ == "__main__":
    main()

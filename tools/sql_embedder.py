#!/usr/bin/env python3
"""Turns a file of named statements into a C table that code addresses by name.

    -- name: practice_by_year
    -- The practices a Party began in a year.
    SELECT public_id FROM practice WHERE party = :party AND year = :year;

becomes SQL_PRACTICE_BY_YEAR, in ?1 form for SQLite and $1 form for PostgreSQL. Parameters count in
the order of their first appearance; the comment under the name goes into the header.
"""

import argparse
import re
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from c_writer import c_lines, c_string, refuse, write_c, write_header
from sql_tokens import is_gap, sql_text, statements_of, tokens_of

NAME = re.compile(r"--\s*name:\s*(.*?)\s*$")


@dataclass
class Statement:
    name: str
    line: int
    tokens: list = field(default_factory=list)

    @property
    def parameters(self):
        """Names in the order of their first appearance."""
        return list(dict.fromkeys(t.text[1:] for t in self.tokens if t.kind == "parameter"))

    @property
    def documentation(self):
        comments = [t.text for t in takewhile(is_gap, self.tokens) if t.text.startswith("--")]
        return [comment[2:].strip().replace("*/", "* /") for comment in comments]

    @property
    def signature(self):
        return f"{self.name}({', '.join(self.parameters)})"

    def text(self, sign):
        """The statement with ?N or $N for its parameters."""
        parameters = self.parameters

        def spell(token):
            if token.kind != "parameter":
                return token.text
            return f"{sign}{parameters.index(token.text[1:]) + 1}"

        return sql_text((t for t in self.tokens if t.kind != "end"), spell)


def read_statements(path):
    """The file cut at its `-- name:` lines."""
    statements = []
    for token in tokens_of(path):
        name = NAME.match(token.text) if token.kind == "comment" else None
        if name:
            statements.append(Statement(name.group(1), token.line))
        elif statements:
            statements[-1].tokens.append(token)
        elif not is_gap(token):
            refuse(path, token.line, "a statement without a name; write `-- name: ...` above it")
    if not statements:
        refuse(path, 1, "no statement here")
    return statements


def check_statements(path, statements, prefix):
    seen = {}
    for s in statements:
        parts = statements_of(s.tokens)
        if not re.fullmatch(rf"{prefix}_[a-z0-9_]+", s.name):
            refuse(path, s.line, f"{s.name!r}: names here are {prefix}_... in small letters")
        if s.name in seen:
            refuse(path, s.line, f"{s.name} has its statement on line {seen[s.name]} already")
        if not parts:
            refuse(path, s.line, f"{s.name} has no statement")
        if len(parts) > 1:
            second = next(t for t in parts[1] if not is_gap(t))
            refuse(path, second.line, f"a second statement under {s.name}; give it its own name")
        seen[s.name] = s.line


def header_comment(statement):
    if not statement.documentation:
        return f"/* {statement.signature} */"
    lines = [statement.signature, *statement.documentation]
    return "/*\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */"


def header(statements, prefix):
    count = f"{prefix.upper()}_SQL_COUNT"
    table = f"{prefix}_sql"
    indices = "".join(f"\t{s.name.upper()}_INDEX,\n" for s in statements)
    names = "\n".join(
        f"{header_comment(s)}\n#define SQL_{s.name.upper()} (&{table}[{s.name.upper()}_INDEX])\n"
        for s in statements)
    return (f'#include "db.h"\n\nenum {table}_index {{\n{indices}\t{count}\n}};\n\n'
            f"extern const struct sql {table}[{count}];\n\n{names}")


def source(statements, prefix, header_name):
    rows = "".join(
        f"\t[{s.name.upper()}_INDEX] = {{ {c_string(s.name)}, {len(s.parameters)},\n"
        f"{c_lines(s.text('?'), indent=2 * chr(9))},\n"
        f"{c_lines(s.text('$'), indent=2 * chr(9))} }},\n"
        for s in statements)
    return (f'#include "{header_name}"\n\n'
            f"const struct sql {prefix}_sql[{prefix.upper()}_SQL_COUNT] = {{\n{rows}}};\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--c", required=True, type=Path)
    parser.add_argument("--h", required=True, type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("sql", type=Path)
    args = parser.parse_args()

    statements = read_statements(args.sql)
    check_statements(args.sql, statements, args.name)
    write_header(args.h, [args.sql], __file__, header(statements, args.name))
    write_c(args.c, [args.sql], __file__, source(statements, args.name, args.h.name))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Tests of tools/sql_embedder.py."""

import sqlite3
import unittest

from workbench import ToolTest

GOOD = """\
-- All about practices.

-- name: practice_by_year
-- The practices of a Party in a year; it's the list's query.
SELECT public_id, ':not_one', "odd :name" -- :nor_this; it is a comment
FROM practice /* :nor this */ WHERE party = :party
	AND (year = :year OR first_year = :year);

-- name: practice_count
SELECT count(*) FROM practice WHERE title <> 'it''s; "so":'
"""

PROGRAM = """\
#include "practice_sql.h"
#include <stdio.h>

int main(void)
{
	const struct sql *q = SQL_PRACTICE_BY_YEAR;

	printf("%s|%u|%s|%s|%d", q->name, q->n_params, q->sqlite, q->postgres, PRACTICE_SQL_COUNT);
	return SQL_PRACTICE_COUNT->n_params;
}
"""


class SqlEmbedderTest(ToolTest):
    tool = "sql_embedder.py"

    def arguments(self, text):
        self.write("practice.sql", text)
        return ("--c", "practice_sql.c", "--h", "practice_sql.h", "--name", "practice",
                "practice.sql")

    def test_statements_reach_both_engines(self):
        self.passes(*self.arguments(GOOD))
        self.write("main.c", PROGRAM)
        for compiler in ("gcc", "clang"):
            with self.subTest(compiler=compiler):
                printed = self.compiled("practice_sql.c", "main.c", compiler=compiler)
                name, n, sqlite, postgres, count = printed.split("|")
                self.assertEqual((name, n, count), ("practice_by_year", "2", "2"))
                self.assertEqual(sqlite, "SELECT public_id, ':not_one', \"odd :name\"\n"
                                         "FROM practice WHERE party = ?1\n"
                                         "AND (year = ?2 OR first_year = ?2)")
                self.assertEqual(postgres, sqlite.replace("?", "$"))

    def test_what_was_made_prepares(self):
        self.passes(*self.arguments(GOOD))
        self.write("main.c", PROGRAM)
        sqlite = self.compiled("practice_sql.c", "main.c").split("|")[2]
        database = sqlite3.connect(":memory:")
        database.execute('CREATE TABLE practice (public_id, party, year, first_year, "odd :name")')
        database.execute("INSERT INTO practice VALUES ('GP-1', 7, 2016, 0, 'x')")
        self.assertEqual(database.execute(sqlite, (7, 2016)).fetchall(),
                         [("GP-1", ":not_one", "x")])

    def test_the_header_documents_each_statement(self):
        self.passes(*self.arguments(GOOD))
        header = self.read("practice_sql.h")
        self.assertIn("#ifndef PRACTICE_SQL_H\n#define PRACTICE_SQL_H\n", header)
        self.assertIn(" * practice_by_year(party, year)\n * The practices of a Party", header)
        self.assertIn("/* practice_count() */\n#define SQL_PRACTICE_COUNT ", header)
        self.assertNotIn("All about", header)

    def test_no_machine_path_is_written(self):
        self.passes(*self.arguments(GOOD))
        self.assertNotIn("/", self.read("practice_sql.c").split("\n")[0][2:-2])

    def refuses_text(self, words, text):
        with self.subTest(words=words):
            self.refuses(f"practice.sql:{words}", *self.arguments(text))

    def test_refusals_name_file_and_line(self):
        one = "-- name: practice_a\nSELECT 1;\n"
        self.refuses_text("4: practice_a has its statement on line 1", one + "\n" + one)
        self.refuses_text("2: a statement without a name", "-- just words\nSELECT 1;\n" + one)
        self.refuses_text("3: a second statement under practice_a", one + "SELECT 2;\n")
        self.refuses_text("1: practice_a has no statement", "-- name: practice_a\n-- soon\n;\n")
        self.refuses_text("3: practice_b has no statement", one + "-- name: practice_b\n")
        self.refuses_text("1: 'party_a': names here are practice_", "-- name: party_a\nSELECT 1;")
        self.refuses_text("1: 'practiced'", "-- name: practiced\nSELECT 1;")
        self.refuses_text("1: ''", "-- name:\nSELECT 1;")
        self.refuses_text("1: no statement here", "-- nothing\n")

    def test_what_one_engine_alone_reads_is_refused(self):
        name = "-- name: practice_a\n"
        self.refuses_text("3: a cast with ::", name + "SELECT\n:a::bigint;")
        self.refuses_text("2: write parameters as :name", name + "SELECT ?1;")
        self.refuses_text("2: write parameters as :name", name + "SELECT $1;")
        self.refuses_text("2: a quote or comment that never ends", name + "SELECT 'a;\n")
        self.refuses_text("3: a quote or comment that never ends", name + "SELECT 1\n/* a;\n")


if __name__ == "__main__":
    unittest.main()

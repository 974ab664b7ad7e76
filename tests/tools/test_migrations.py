#!/usr/bin/env python3
"""Tests of tools/migrations_embedder.py."""

import unittest

from workbench import ToolTest

FIRST = """\
-- What everything hangs on; a comment may end so;
CREATE TABLE record (
	id TEXT PRIMARY KEY, -- a ULID;
	seq INTEGER NOT NULL CHECK (seq > 0),
	created_ms BIGINT NOT NULL DEFAULT 0,
	state TEXT DEFAULT 'a, b; c',
	UNIQUE (id, seq)
);
CREATE UNIQUE INDEX record_seq ON record (seq);
CREATE INDEX record_created ON record (created_ms);
"""
SECOND = """\
ALTER TABLE record ADD COLUMN note TEXT;
alter table record add mark integer;
INSERT INTO record (id, seq) VALUES ('a', 1);
UPDATE record SET note = 'drop table' WHERE seq = 1;
"""
PROGRAM = """\
#include "migrate.h"
#include <stdio.h>

extern const struct migration migrations[];
extern const size_t n_migrations;

int main(void)
{
	for (size_t i = 0; i < n_migrations; i++)
		printf("%d|%s|%s|", migrations[i].number, migrations[i].name, migrations[i].sql);
	return 0;
}
"""


class MigrationsTest(ToolTest):
    tool = "migrations_embedder.py"

    def test_migrations_stand_in_order(self):
        self.write("0001_records.sql", FIRST)
        self.write("0002_notes.sql", SECOND)
        self.write("main.c", PROGRAM)
        self.passes("--c", "out.c", "0002_notes.sql", "0001_records.sql")
        one, first_name, first, two, second_name, second, _ = (
            self.compiled("out.c", "main.c").split("|"))
        self.assertEqual([one, first_name, two, second_name], ["1", "records", "2", "notes"])
        self.assertEqual(first.count(";\n"), 3)
        self.assertNotIn("--", first)
        self.assertIn("state TEXT DEFAULT 'a, b; c',\n", first)
        self.assertEqual(second, SECOND)

    def refuses_text(self, words, text):
        self.write("0001_a.sql", text)
        with self.subTest(text=text):
            self.refuses(f"0001_a.sql:{words}", "--c", "out.c", "0001_a.sql")

    def test_gaps_doubles_and_names(self):
        for name in ("0001_a.sql", "0002_b.sql", "0002_c.sql", "0003_d.sql", "0004_Bad.sql",
                     "4_e.sql", "0000_f.sql"):
            self.write(name, "CREATE TABLE a (b TEXT);")
        refused = [
            (("0001_a.sql", "0003_d.sql"), "0003_d.sql:1: migration 0002 is missing"),
            (("0002_b.sql",), "0002_b.sql:1: migration 0001 is missing"),
            (("0001_a.sql", "0002_b.sql", "0002_c.sql"), "0002_c.sql:1: there is a migration 0002"),
            (("0000_f.sql",), "0000_f.sql:1: there is a migration 0000"),
            (("0004_Bad.sql",), "0004_Bad.sql:1: migrations are named"),
            (("4_e.sql",), "4_e.sql:1: migrations are named"),
        ]
        for names, words in refused:
            with self.subTest(names=names):
                self.refuses(words, "--c", "out.c", *names)

    def test_migrations_only_add(self):
        for statement in ("DROP TABLE a", "DELETE FROM a", "ALTER TABLE a DROP COLUMN b",
                          "ALTER TABLE a RENAME TO b", "CREATE VIEW a AS SELECT 1", "SELECT 1",
                          "CREATE TRIGGER a", "CREATE VIRTUAL TABLE a", "PRAGMA X",
                          "ALTER TABLE a ADD"):
            self.refuses_text(f"2: {' '.join(statement.split()[:2])}: migrations only CREATE",
                              f"\n{statement};")

    def test_types(self):
        self.refuses_text("2: 'REAL': columns are INTEGER, BIGINT, TEXT",
                          "CREATE TABLE a (b TEXT,\n\tc REAL);")
        self.refuses_text("1: 'VARCHAR'", "ALTER TABLE a ADD COLUMN b VARCHAR(20);")
        self.refuses_text("1: 'b'", "ALTER TABLE a ADD COLUMN b;")
        self.refuses_text("1: 'b'", "CREATE TABLE a (b);")
        self.refuses_text("1: types carry no length", "CREATE TABLE a (b TEXT(20));")
        self.refuses_text("1: a table needs its columns", "CREATE TABLE a AS SELECT 1;")
        self.refuses_text("1: nothing portable follows", "CREATE TABLE a (b TEXT) STRICT;")

    def test_what_cannot_run_as_a_step(self):
        self.refuses_text("1: no statement here", "-- later\n")
        self.refuses_text("1: :b: nothing fills parameters", "UPDATE a SET b = :b;")
        self.refuses_text("1: a line of quoted text ends", "UPDATE a SET b = 'c;\nd';")
        self.refuses_text("1: a cast with ::", "UPDATE a SET b = c::text;")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Tests of tools/check_layers.py and tools/check_sizes.py."""

import unittest

from workbench import ToolTest

GOOD_TREE = {
    "src/base/str.h": "",
    "src/base/arena.c": '#include "str.h"\nvoid *f(void) { return malloc(1); }\n',
    "src/store/db.h": '#include "str.h"\n',
    "src/store/sqlite.c": '#include "db.h"\n#include <sqlite3.h>\n',
    "src/store/postgres.c": "#include <libpq-fe.h>\n",
    "src/web/request.h": '#include "str.h"\n',
    "src/web/mhd.c": '#include "request.h"\n#include <microhttpd.h>\nint f(void) { free(0); }\n',
    "src/ui/page.h": '#include "request.h"\n',
    "src/ui/page.c": '#include "ui_html.h"\n',
    "src/ui/page.html": "<p>",
    "src/register/field.h": '#include "db.h"\n#include "page.h"\n',
    "src/modules/party/party.h": '#include "field.h"\n',
    "src/modules/party/party_rules.h": "",
    "src/modules/practice/practice.sql": "",
    "src/modules/practice/list.html": "",
    "src/modules/practice/practice.c":
        '#include "party.h"\n#include "practice_sql.h"\n#include "practice_html.h"\n'
        '#include "data_files.h"\n/* #include "main.h" */\n// malloc(1)\n'
        'void f(struct x *x) { puts("free(x)"); x->free(x); arena_free(x); defer(free); }\n',
    "src/modules/practice/practice_test.c": '#include "harness.h"\n',
    "src/app/main.c": '#include "party_rules.h"\n#include "db.h"\n#include "page.h"\n',
    "tests/unit/harness.h": "",
}


class LayersTest(ToolTest):
    tool = "check_layers.py"

    def setUp(self):
        super().setUp()
        for name, text in GOOD_TREE.items():
            self.write(name, text)

    def refuses_file(self, words, name, text):
        """The good tree with one file more is refused, with the file's line; then it is gone."""
        path = self.write(name, text)
        with self.subTest(name=name, text=text):
            self.refuses(f"{name}:{words}", self.folder)
        path.unlink()

    def test_a_good_tree_passes(self):
        self.assertEqual(self.passes(self.folder),
                         "layers: 15 files, 21 includes, none out of its layer\n")

    def test_each_layer_keeps_to_those_below(self):
        refused = [
            ("base/a.c", "db.h", "base may not use store"),
            ("store/a.c", "request.h", "store may not use web"),
            ("store/a.c", "page.h", "store may not use ui"),
            ("web/a.c", "db.h", "web may not use store"),
            ("web/a.c", "page.h", "web may not use ui"),
            ("ui/a.c", "db.h", "ui may not use store"),
            ("ui/a.c", "field.h", "ui may not use register"),
            ("register/a.c", "party.h", "register may not use modules/party"),
            ("register/a.c", "practice_sql.h", "register may not use modules/practice"),
            ("web/a.c", "ui_html.h", "web may not use ui"),
            ("secret/a.c", "db.h", "secret may not use store"),
            ("secret/a.c", "request.h", "secret may not use web"),
        ]
        for name, header, words in refused:
            self.refuses_file(f"2: {words}", f"src/{name}", f'\n#include "{header}"\n')
        self.refuses_file("1: base may not use store", "src/base/a.c", "#include <db.h>\n")
        self.write("src/secret/token.h", '#include "str.h"\n')
        self.write("src/modules/party/party.c", '#include "token.h"\n')
        self.passes(self.folder)
        self.refuses_file("1: register may not use secret", "src/register/a.c",
                          '#include "token.h"\n')
        self.write("src/app/app.h")
        self.refuses_file("1: modules/party may not use app", "src/modules/party/a.c",
                          '#include "app.h"\n')

    def test_a_module_shows_one_header(self):
        for header in ("party_rules.h", "party_html.h", "party_sql.h"):
            self.write("src/modules/party/party.sql")
            self.write("src/modules/party/page.html")
            self.refuses_file(f"1: of another module, include party.h only, not {header}",
                              "src/modules/practice/a.c", f'#include "{header}"\n')

    def test_circles(self):
        self.write("src/modules/practice/practice.h", '#include "home.h"\n')
        self.write("src/modules/home/home.h", "")
        self.passes(self.folder)
        self.write("src/modules/home/home.c", '\n#include "practice.h"\n')
        self.refuses("src/modules/home/home.c:2: modules in a circle: home -> practice -> home",
                     self.folder)

    def test_headers(self):
        self.refuses_file("1: a second str.h; the first is src/base/str.h", "src/web/str.h", "")
        self.refuses_file("1: nobody has nowhere.h", "src/web/a.c", '#include "nowhere.h"\n')
        self.refuses_file("1: nobody has x_sql.h", "src/web/a.c", '#include "x_sql.h"\n')
        self.refuses_file("1: nobody has harness.h", "src/web/a.c", '#include "harness.h"\n')
        self.refuses_file("1: no layer is called odd", "src/odd/a.c", "")

    def test_libraries_few_may_touch(self):
        self.refuses_file("1: microhttpd.h is only", "src/web/a.c", "#include <microhttpd.h>\n")
        self.refuses_file("1: sqlite3.h is only", "src/store/a.c", "#include <sqlite3.h>\n")
        self.refuses_file("1: sqlite3.h is only", "src/app/a.c", '#include "sqlite3.h"\n')
        self.refuses_file("1: libpq-fe.h is only", "src/store/a.c", "# include <libpq-fe.h>\n")
        self.refuses_file("1: oath.h is only", "src/secret/a.c", "#include <oath.h>\n")
        self.refuses_file("1: qrencode.h is only", "src/ui/a.c", "#include <qrencode.h>\n")

    def test_memory_comes_from_arenas(self):
        for call in ("malloc(1)", "calloc(1, 1)", "realloc(p, 1)", "free(p)", "strdup(p)"):
            self.refuses_file(f"3: {call.split('(')[0]}: memory comes from an arena",
                              "src/register/a.c", f"/* a\n */\nvoid f(void) {{ {call}; }}\n")
        self.refuses_file("1: free: memory", "src/web/router.c", "void f(void) { free(0); }\n")


def function(lines, name="f"):
    return f"void {name}(void)\n{{\n" + "\t;\n" * (lines - 3) + "}\n"


class SizesTest(ToolTest):
    tool = "check_sizes.py"

    def setUp(self):
        super().setUp()
        for i in range(30):
            self.write(f"src/web/a{i}.c", function(10, f"f{i}"))
        self.write("tools/a.py", "def f():\n    return 1\n\n\nclass A:\n    def g(self):\n"
                                 "        return 2\n")

    def refuses_file(self, words, name, text):
        path = self.write(name, text)
        with self.subTest(name=name, words=words):
            self.refuses(words, self.folder)
        path.unlink()

    def test_good_sizes_pass_and_the_figures_show(self):
        table = "const int t[] = {\n" + "\t1,\n" * 200 + "};\n"
        self.write("src/web/table.c", table + function(12, "g"))
        self.write("tests/golden/long.html", "x" * 500)
        self.write("tests/node_modules/a.js", "x" * 50000)
        printed = self.passes(self.folder)
        self.assertIn("functions in src: 31, lines: median 10, p90 10, max 12 "
                      "(src/web/table.c:203: g())", printed)
        self.assertIn("functions in tools: 2, lines: median 2, p90 2, max 2", printed)
        self.assertIn("max 214 (src/web/table.c)", printed)

    def test_functions(self):
        self.refuses_file("src/web/b.c:1: big(): 101 lines, over 100", "src/web/b.c",
                          function(101, "big"))
        many = "".join(function(61, f"g{i}") for i in range(5))
        self.refuses_file("functions in src: p90 61 lines, over 60", "src/web/b.c", many)
        for i in range(30):
            self.write(f"src/web/a{i}.c", function(21, f"f{i}"))
        self.refuses("functions in src: median 21 lines, over 20", self.folder)

    def test_files(self):
        self.write("src/web/long.h", "\n" * 601)
        self.assertIn("src/web/long.h:1: warning: 601 lines, over 600", self.passes(self.folder))
        self.refuses_file("src/web/huge.h:1: 1001 lines, over 1000", "src/web/huge.h", "\n" * 1001)
        self.refuses_file("2 of 33 files over 600 lines, more than 5%", "src/web/b.h", "\n" * 700)

    def test_columns(self):
        for name in ("src/a.c", "src/a.h", "db/a.sql", "src/a.html", "assets/a.css", "tools/b.py",
                     "assets/a.js"):
            self.refuses_file(f"{name}:2: 101 columns, over 100", name, "\n" + "/" * 101 + "\n")
        self.refuses_file("src/a.h:1: 102 columns", "src/a.h", "\t" * 12 + "//////\n")
        self.write("src/ok.h", "é" * 100 + "\n")
        self.passes(self.folder)

    def test_folders(self):
        self.refuses_file("tools/b.py:1: 301 lines, over 300 for a tool", "tools/b.py", "\n" * 301)
        self.refuses_file("assets/*.js: 15,001 bytes together", "assets/a.js",
                          "//\n" * 5000 + "\n")
        self.refuses_file("assets/offline.js:1: 15,001 bytes", "assets/offline.js",
                          "//\n" * 5000 + "\n")
        self.write("assets/offline.js", ("/" * 99 + "\n") * 140)
        self.write("assets/pages.js", ("/" * 99 + "\n") * 140)
        for i in range(9):
            self.write(f"src/register/r{i}.c", "x\n" * 444 + "\n/* y */\n")
        self.write("src/register/r_test.c", "\n" * 500)
        self.passes(self.folder)
        self.refuses_file("src/register: 4001 lines, over 4000", "src/register/b.c", "x\n" * 5)


if __name__ == "__main__":
    unittest.main()

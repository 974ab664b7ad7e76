#!/usr/bin/env python3
"""Tests of tools/count_tests.py."""

import unittest

from workbench import ToolTest

CMOCKA = """\
[==========] Running 4 test(s).
[ RUN      ] adds
[       OK ] adds
[==========] 4 test(s) run.
[  PASSED  ] 3 test(s).
[  SKIPPED ] 1 test(s), listed below:
[  SKIPPED ] later
"""
CMOCKA_FAILED = """\
[==========] tests: 3 test(s) run.
[  PASSED  ] 2 test(s).
[  FAILED  ] tests: 1 test(s), listed below:
[  FAILED  ] subtracts

 1 FAILED TEST(S)
"""
TAP = "TAP version 13\nok 1 - a\n# tests 5\n# suites 0\n# pass 4\n# fail 0\n# cancelled 0\n" \
      "# skipped 1\n# todo 0\n# duration_ms 3\n"
SPEC = "✔ a (0.5ms)\n\x1b[34mℹ pass 2\x1b[39m\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n"
UNITTEST = "....s\n-----\nRan 5 tests in 0.1s\n\nOK (skipped=1)\n"
UNITTEST_FAILED = "Ran 12 tests in 1.0s\n\nFAILED (failures=1, errors=2, expected failures=1)\n"


class CountTest(ToolTest):
    tool = "count_tests.py"

    def logs(self, *logs):
        return [self.write(f"{i}.log", log) for i, log in enumerate(logs)]

    def counts(self, line, *logs):
        self.assertEqual(self.passes(*self.logs(*logs)), line + "\n")

    def fails(self, line, *logs):
        self.refuses(line + "\n", *self.logs(*logs))

    def test_each_runner_is_counted(self):
        self.counts("3 passed, 0 failed, 1 skipped", CMOCKA)
        self.counts("4 passed, 0 failed, 1 skipped", TAP)
        self.counts("4 passed, 0 failed, 1 skipped", UNITTEST)
        self.counts("11 passed, 0 failed, 3 skipped", CMOCKA, TAP, UNITTEST)

    def test_one_log_may_hold_many_runs(self):
        self.counts("10 passed, 0 failed, 3 skipped",
                    CMOCKA + "exit status 0\n" + CMOCKA + "exit status 0\n" + UNITTEST)

    def test_failures_fail(self):
        self.fails("2 passed, 1 failed, 0 skipped", CMOCKA_FAILED)
        self.fails("2 passed, 2 failed, 0 skipped", SPEC)
        self.fails("9 passed, 3 failed, 0 skipped", UNITTEST_FAILED)
        self.fails("5 passed, 1 failed, 1 skipped", CMOCKA_FAILED, CMOCKA)

    def test_a_command_that_failed_counts_once(self):
        self.fails("3 passed, 1 failed, 1 skipped", CMOCKA + "exit status 139\n")
        self.fails("2 passed, 1 failed, 0 skipped", CMOCKA_FAILED + "exit status 1\n")
        self.fails("0 passed, 1 failed, 0 skipped", "Segmentation fault\nexit status 139\n")

    def test_a_log_without_tests_fails(self):
        self.fails("1.log: shows no test at all\n3 passed, 1 failed, 1 skipped", CMOCKA, "hello\n")
        self.fails("0 passed, 1 failed, 0 skipped", "Ran 0 tests in 0.0s\n\nOK\n")
        self.fails("0 passed, 1 failed, 0 skipped", "# pass 0\n# fail 0\n")

    def test_real_logs_are_understood(self):
        self.write("test_x.py", "import unittest\nclass A(unittest.TestCase):\n"
                                "    def test_a(self): pass\n    def test_b(self): self.fail()\n"
                                "    @unittest.skip('')\n    def test_c(self): pass\n")
        self.write("x.test.js", "require('node:test')('adds', () => {});\n")
        self.write("x.c", "#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n"
                          "#include <setjmp.h>\n#include <cmocka.h>\n"
                          "static void a(void **s) { (void)s; assert_int_equal(1, 1); }\n"
                          "static void b(void **s) { (void)s; assert_int_equal(1, 2); }\n"
                          "static void c(void **s) { (void)s; skip(); }\n"
                          "int main(void)\n{\n\tconst struct CMUnitTest t[] = {\n"
                          "\t\tcmocka_unit_test(a), cmocka_unit_test(b), cmocka_unit_test(c) };\n"
                          "\treturn cmocka_run_group_tests(t, NULL, NULL);\n}\n")
        self.assertEqual(self.command("gcc", "x.c", "-o", "x", "-lcmocka").returncode, 0)
        for words in (["python3", "-B", "-m", "unittest", "test_x"], ["./x"]):
            with self.subTest(words=words):
                self.fails("1 passed, 1 failed, 1 skipped", self.command(*words).stdout)
        for reporter in ("tap", "spec"):
            with self.subTest(reporter=reporter):
                log = self.command("node", "--test", f"--test-reporter={reporter}", ".").stdout
                self.counts("1 passed, 0 failed, 0 skipped", log)


if __name__ == "__main__":
    unittest.main()

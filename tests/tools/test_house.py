"""The tree itself keeps the rules that tools/ check."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def check(tool, *args):
    return subprocess.run([sys.executable, ROOT / "tools" / tool, *args],
                          capture_output=True, text=True, cwd=ROOT)


class House(unittest.TestCase):
    def assert_holds(self, done):
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_layers_see_only_what_they_may(self):
        self.assert_holds(check("check_layers.py"))

    def test_files_and_functions_keep_their_size(self):
        self.assert_holds(check("check_sizes.py"))

    def test_every_message_is_translated_and_used(self):
        build = os.environ.get("JALON_BUILD", str(ROOT / "build" / "debug"))
        self.assert_holds(check("check_messages.py", str(ROOT), build))

    def test_every_library_has_a_licence_that_fits(self):
        self.assert_holds(check("check_licences.py"))


if __name__ == "__main__":
    unittest.main()

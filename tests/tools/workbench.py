"""What the tests of the tools share: a folder of their own, and a way to run a tool in it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LAYERS = ("base", "store", "web", "ui", "register")
C_FLAGS = ["-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-Wshadow",
           "-Wstrict-prototypes", "-Wvla",
           *(f"-I{ROOT / 'src' / layer}" for layer in LAYERS)]


class ToolTest(unittest.TestCase):
    """`tool` is the file under tools/ that run() runs."""

    tool = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()

    def write(self, name, content=""):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def command(self, *words):
        return subprocess.run([str(word) for word in words], cwd=self.folder, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def run_tool(self, *arguments):
        return self.command(sys.executable, "-B", ROOT / "tools" / self.tool, *arguments)

    def passes(self, *arguments):
        result = self.run_tool(*arguments)
        self.assertEqual(result.returncode, 0, result.stdout)
        return result.stdout

    def refuses(self, words, *arguments):
        result = self.run_tool(*arguments)
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertNotIn("Traceback", result.stdout)
        self.assertIn(words, result.stdout)

    def compiled(self, *sources, compiler="gcc"):
        """Compiles and runs a program; what it printed."""
        program = self.folder / f"program_{compiler}"
        result = self.command(compiler, *C_FLAGS, f"-I{self.folder}", *sources, "-o", program)
        self.assertEqual(result.returncode, 0, result.stdout)
        result = self.command(program)
        self.assertEqual(result.returncode, 0, result.stdout)
        return result.stdout

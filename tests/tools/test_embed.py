#!/usr/bin/env python3
"""Tests of tools/embed.py."""

import base64
import hashlib
import random
import unittest

from workbench import ToolTest

PROGRAM = """\
#include "asset_files.h"
#include <stdio.h>

int main(void)
{
	for (size_t i = 0; i < n_asset_files; i++) {
		const struct embedded *f = &asset_files[i];

		printf("%s %zu %s %s ", f->name, f->n, f->hash, f->sha256);
		for (size_t k = 0; k < f->n; k++)
			printf("%02x", f->bytes[k]);
		printf("\\n");
	}
	return 0;
}
"""


class EmbedTest(ToolTest):
    tool = "embed.py"

    def embed(self, *paths):
        self.passes("--c", "asset_files.c", "--h", "asset_files.h", "--name", "asset", *paths)

    def test_bytes_come_back_as_they_were(self):
        files = {
            "all.bin": bytes(range(256)),
            "empty.txt": b"",
            "noise.bin": random.Random(1).randbytes(5000),
            "page.css": "a { content: \"\\e9\" }\n\tb?? é\r\n".encode(),
            "trigraph.js": b'"??/" ??= 1 "\\' + b"0123",
        }
        paths = [self.write(f"some/{name}", content) for name, content in files.items()]
        self.embed(*reversed(paths))
        self.write("main.c", PROGRAM)
        expected = [
            f"{name} {len(data)} {hashlib.sha256(data).hexdigest()[:12]} "
            f"{base64.b64encode(hashlib.sha256(data).digest()).decode()} {data.hex()}"
            for name, data in files.items()]
        for compiler in ("gcc", "clang"):
            with self.subTest(compiler=compiler):
                printed = self.compiled("asset_files.c", "main.c", compiler=compiler)
                self.assertEqual(printed.splitlines(), expected)

    def test_no_machine_path_is_written(self):
        self.embed(self.write("a.css", "a"))
        self.assertNotIn(str(self.folder), self.read("asset_files.c") + self.read("asset_files.h"))

    def test_two_files_of_one_name(self):
        one, two = self.write("x/a.css", "a"), self.write("y/a.css", "b")
        self.refuses("has the same name", "--c", "o.c", "--h", "o.h", "--name", "asset", one, two)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Compares the libraries of meson.build with docs/dependencies.md and its licences with ours."""

import re
import sys
from pathlib import Path

# Those that a program under the Apache License 2.0 may link dynamically.
FIT = {"public domain", "PostgreSQL", "LGPL-2.1-or-later", "ISC", "MIT", "Apache-2.0",
       "BSD-2-Clause", "BSD-3-Clause", "curl", "Zlib"}
OF_THE_SYSTEM = {"threads"}


def libraries_used(root):
    text = "".join(path.read_text() for path in [root / "meson.build", root / "tests/meson.build"]
                   if path.exists())
    found = re.findall(r"dependency\('([^']+)'", text)
    found += ["lib" + name for name in re.findall(r"find_library\('([^']+)'", text)]
    return set(found) - OF_THE_SYSTEM


def libraries_told(root):
    rows = re.findall(r"^\| (\S+) \| ([^|]+) \|", (root / "docs/dependencies.md").read_text(), re.M)
    return {name: licence.strip() for name, licence in rows if name != "library"}


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])
    used, told = libraries_used(root), libraries_told(root)
    wrong = [f"{name}: not in docs/dependencies.md" for name in sorted(used - told.keys())]
    wrong += [f"{name}: told but not used" for name in sorted(told.keys() - used)]
    wrong += [f"{name}: {licence}: does not go with Apache-2.0"
              for name, licence in sorted(told.items()) if licence not in FIT]
    if "Apache License" not in (root / "LICENSE").read_text():
        wrong.append("LICENSE: is not the Apache License")
    print("\n".join(wrong) or f"licences: {len(told)} libraries, all fit")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())

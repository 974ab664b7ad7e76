"""What the generators share: C literals, generated files, refusals with file and line."""

import re
import sys
from pathlib import Path

ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t"}


def refuse(path, line, what):
    """Ends the program the way compilers do, so that editors jump to the place."""
    sys.exit(f"{path}:{line}: {what}")


def c_string(text):
    """A C literal of `text`; letters beyond ASCII stay readable, as C sources are UTF-8."""
    escaped = "".join(ESCAPES.get(c) or (c if c.isprintable() else octal(c.encode())) for c in text)
    return '"' + escaped.replace("??", r"?\?") + '"'  # or compilers warn of a trigraph


def c_bytes(data):
    """A C literal of any bytes. Octal escapes end after three digits; hexadecimal ones do not."""
    text = data.decode("latin-1")
    escaped = "".join(ESCAPES.get(c) or (c if " " <= c <= "~" else octal(c.encode("latin-1")))
                      for c in text)
    return '"' + escaped.replace("??", r"?\?") + '"'


def octal(data):
    return "".join(f"\\{byte:03o}" for byte in data)


def c_lines(text, indent):
    """`text` as one literal per line, for generated code that reads like what it was made of."""
    return "\n".join(indent + c_string(line) for line in text.splitlines(keepends=True))


def write_c(path, sources, tool, body):
    """Writes a generated file under a line that says what it was made from."""
    names = ", ".join(Path(source).name for source in sources)
    made_by = Path(tool).name
    Path(path).write_text(f"/* Made from {names} by {made_by}; do not edit. */\n{body}",
                          encoding="utf-8")


def write_header(path, sources, tool, body):
    """The same, with an include guard after the file's name."""
    guard = re.sub(r"\W", "_", Path(path).name).upper()
    write_c(path, sources, tool, f"#ifndef {guard}\n#define {guard}\n\n{body}\n#endif\n")

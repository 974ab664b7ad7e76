#!/usr/bin/env python3
"""Compiles the HTML templates of a module to C functions that write the page.

    {% include "practice.h" %}
    {% template practice_list_html(const struct practice_list *v) %}
    <h1>{{ _("Practices") }}</h1>
    {% for size_t i = 0; i < v->n; i++ %}
      <a href="/practices/{{ v->rows[i].id }}">{{ v->rows[i].title }}</a>
    {% end %}

{{ value }} is escaped for the place it stands in; a place that no escaping makes safe is refused
with file and line. {% if %}, {% else if %}, {% else %}, {% for %} ... {% end %} are C's own; any
other {% statement %} is C, a partial template being a call. {# A comment vanishes. #}
{{ json value }} writes a data block; {% unbalanced %} under {% template %} allows a page's head or
foot, which leaves elements open or closes those of another.
"""

import argparse
import re
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

from c_reader import without_texts
from c_writer import c_lines, c_string, refuse, write_c, write_header
from html_context import Context, HtmlReader


def code_until(close):
    """C up to `close`, which may stand inside its texts."""
    return rf"""(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?!{close}|\{{[{{%])[^"'])*{close}"""


VALUE = r"\{\{" + code_until(r"\}\}(?!\})")
CONTROL = r"\{%" + code_until(r"%\}")
COMMENT = r"\{#(?s:.*?)#\}"
PART = re.compile(f"{VALUE}|{CONTROL}|{COMMENT}")
# A line of controls alone leaves nothing behind, its newline included.
CONTROL_LINE = rf"^[ \t]*(?:(?:{CONTROL}|{COMMENT})[ \t]*)+(?:\n|\Z)"
TOKEN = re.compile(f"{CONTROL_LINE}|{PART.pattern}", re.M)

# To add one: its form, and the method that compiles it.
CONTROLS = {
    r'include\s+"([^"]+)"': "include",
    r"template\s+(\w+)\s*\((.*)\)": "begin_template",
    r"unbalanced": "allow_unbalanced",
    r"(for|if)\b\s*(.+)": "begin_block",
    r"else(?:\s+if\b\s*(.+))?": "next_branch",
    r"end": "end_block",
    r"(.+)": "statement",
}
BRACKETS = re.compile(r"\(\)|\[\]|\{\}")
LEAPS = re.compile(r"\b(?:else|while|do|switch|case|default|goto|asm)\b")
JUMP = re.compile(r"\b(?:break|continue|return)\b")
# What writes to the page needs it; the language and the arena are harmless anywhere.
WRITES = re.compile(r"\bo\b(?!\s*->\s*(?:lang|arena)\b)")

MACROS = """
#define _(literal)         tr(o->lang, literal)
#define _n(one, many, n)   trn(o->lang, one, many, n)
#define FILL(message, ...) STR_FILL(o->arena, message, __VA_ARGS__)
"""


def tokens(source):
    """(start, end) of each literal and each {{ }}, {% %} and {# #}, in order."""
    at = 0
    for found in TOKEN.finditer(source):
        yield at, found.start()
        yield from (part.span() for part in PART.finditer(source, *found.span()))
        at = found.end()
    yield at, len(source)


def brackets_match(code):
    brackets = re.sub(r"[^()\[\]{}]", "", without_texts(code))
    while (fewer := BRACKETS.sub("", brackets)) != brackets:
        brackets = fewer
    return not brackets


class CModule:
    """What all files become: literals that meet are joined, #line says where code came from."""

    def __init__(self, path, text):
        self.path, self.text, self.depth = path, text, 0
        self.includes, self.prototypes = ["html.h"], []
        self.literal = ""
        self.place = None  # where compilers believe the next line to be from

    def code(self, code, file, line):
        self.flush()
        if (file, line) != self.place:
            self.text += f"#line {line} {c_string(str(file))}\n"
            self.place = file, line
        self.put(code)

    def own_code(self, code):
        self.flush()
        # Under the first line, which write_c() adds, and the #line itself.
        self.code(code, self.path, self.text.count("\n") + 3)

    def brace(self, code):
        self.flush()
        self.put(code)

    def flush(self):
        literal, self.literal = self.literal, ""
        if literal:
            lines = c_lines(literal, "\t" * (self.depth + 1))
            self.put(f"out_bytes(o->out,\n{lines}, {len(literal.encode())});")

    def put(self, code):
        """What no compiler complains of passes for the next line of wherever it stands."""
        self.text += "\t" * self.depth + code + "\n"
        if self.place:
            self.place = self.place[0], self.place[1] + code.count("\n") + 1


@dataclass
class Block:
    kind: str
    at: int
    entry: Context
    exits: list = field(default_factory=list)
    has_else: bool = False


class TemplateFile:
    def __init__(self, path, c):
        self.path, self.c = path, c
        self.source = path.read_text(encoding="utf-8")
        self.html = HtmlReader(self.source, self.refuse)
        self.template, self.blocks = None, []

    def line(self, at):
        return self.source.count("\n", 0, at) + 1

    def refuse(self, at, message):
        refuse(self.path, self.line(at), message)

    def compile(self):
        for start, end in tokens(self.source):
            kind = PART.fullmatch(self.source, start, end) and self.source[start + 1]
            if kind == "{":
                self.value(start, self.source[start + 2:end - 2].strip())
            elif kind == "%":
                self.control(start, self.source[start + 2:end - 2].strip())
            elif kind != "#":
                self.literal(start, end)
        self.end_template(len(self.source))

    def literal(self, start, end):
        opening = re.compile(r"\{[{%#]").search(self.source, start, end)
        if opening:
            self.refuse(opening.start(), f"{opening.group()} or a text in it is never closed")
        # Only after a line of controls does a literal begin with its line.
        if self.source[start - 1:start] in ("", "\n") and self.is_space_free():
            start = re.compile(r"\s*").match(self.source, start, end).end()
        if start < end:
            self.need_template(start)
            self.c.literal += self.html.literal(start, end)

    def is_space_free(self):
        return self.html.context.is_between_tags and not self.html.context.is_in({"pre"})

    def need_template(self, at):
        if not self.template:
            self.refuse(at, "{% template name(arguments) %} must come first")

    def code(self, at, code, before, after):
        """C out of the template, which can open and close nothing that it does not say."""
        self.need_template(at)
        if not code or not brackets_match(code):
            self.refuse(at, "brackets do not match" if code else "empty {{ }} or {% %}")
        self.c.code(before + code + after, self.path, self.line(at))

    def value(self, at, expression):
        self.need_template(at)
        json = re.fullmatch(r"json\s+(.+)", expression, re.S)
        writer = self.html.value(at, bool(json))
        self.code(at, json[1] if json else expression, f"{writer}(o, ", ");")

    def control(self, at, code):
        for form, method in CONTROLS.items():
            if found := re.fullmatch(form, code, re.S):
                return getattr(self, method)(at, *found.groups())
        self.refuse(at, "empty {% %}")

    def include(self, at, name):
        if self.template:
            self.refuse(at, "{% include %} stands at the top of a file")
        self.c.includes.append(name)

    # ---- templates

    def begin_template(self, at, name, arguments):
        self.end_template(at)
        self.template = f"void {name}(struct page_out *o{', ' if arguments else ''}{arguments})"
        self.c.prototypes.append(self.template + ";\n")
        self.html = HtmlReader(self.source, self.refuse)
        self.c.text += "\n"
        self.c.code(self.template, self.path, self.line(at))
        self.c.brace("{")
        self.c.depth = 1

    def allow_unbalanced(self, at):
        if not self.template or self.html.context != Context() or self.c.literal:
            self.refuse(at, "{% unbalanced %} stands right under {% template %}")
        self.html.is_balanced = False

    def end_template(self, at):
        if not self.template:
            return
        if self.blocks:
            self.refuse(self.blocks[-1].at, f"{{% {self.blocks[-1].kind} %}} is never ended")
        self.html.end()
        self.c.literal = self.c.literal.removesuffix("\n")
        self.c.flush()
        self.c.depth = 0
        self.c.own_code("}")
        self.template = None

    # ---- blocks

    def begin_block(self, at, kind, head):
        self.code(at, head, f"{kind} (", ") {")
        self.blocks.append(Block(kind, at, self.html.context))
        self.c.depth += 1

    def next_branch(self, at, condition):
        block = self.blocks[-1] if self.blocks else None
        if not block or block.kind != "if" or block.has_else:
            self.refuse(at, "{% else %} without its {% if %}")
        block.exits.append(self.html.context)
        block.has_else = condition is None
        self.html.context = block.entry
        self.c.flush()
        self.c.depth -= 1
        if condition is None:
            self.c.brace("} else {")
        else:
            self.code(at, condition, "} else if (", ") {")
        self.c.depth += 1

    def end_block(self, at):
        if not self.blocks:
            self.refuse(at, "{% end %} without {% if %} or {% for %}")
        block = self.blocks.pop()
        if block.kind == "for":
            after = block.entry.repeats_to(self.html.context)
        else:
            exits = [*block.exits, self.html.context] + [block.entry] * (not block.has_else)
            after = reduce(lambda a, b: a and a.join(b), exits)
        if not after:
            self.refuse(at, f"this {{% {block.kind} %}} ends in another HTML context than it began,"
                        " or its branches differ")
        self.html.context = after
        self.c.flush()
        self.c.depth -= 1
        self.c.brace("}")

    def statement(self, at, code):
        bare = without_texts(code)
        if leap := LEAPS.search(bare):
            self.refuse(at, f"no {leap.group()} in a template")
        if jump := JUMP.search(bare):
            loops = [block.entry for block in self.blocks if block.kind == "for"]
            target = Context() if jump.group() == "return" else (loops or [None])[-1]
            if self.html.context != target:
                self.refuse(at, f"{jump.group()} would leave HTML unfinished")
        if WRITES.search(bare) and not self.html.context.is_between_tags:
            self.refuse(at, "a partial may stand between tags only")
        self.code(at, code.rstrip("; \t\n"), "", ";")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--c", required=True, type=Path)
    parser.add_argument("--h", required=True, type=Path)
    parser.add_argument("templates", nargs="+", type=Path, metavar="FILE.html")
    args = parser.parse_args()

    c = CModule(args.c, f'#include "{args.h.name}"\n{MACROS}')
    for path in args.templates:
        TemplateFile(path, c).compile()
    includes = "".join(f'#include "{name}"\n' for name in dict.fromkeys(c.includes))
    write_c(args.c, args.templates, __file__, c.text)
    write_header(args.h, args.templates, __file__, f"{includes}\n{''.join(c.prototypes)}")


if __name__ == "__main__":
    main()

"""Reading C as far as the checks need: its comments and texts blanked, its lines kept."""

import re

NOISE = re.compile(r"""
    (?P<comment> //[^\n]* | /\*.*?\*/ )
  | (?P<text>    "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
""", re.VERBOSE | re.DOTALL)


def blank(match):
    return "\n" * match.group().count("\n") or " "


def without_comments(code):
    return NOISE.sub(lambda match: blank(match) if match["comment"] else match.group(), code)


def without_texts(code):
    return NOISE.sub(blank, code)


def matches_by_line(pattern, code):
    """(line, match) for each place of the pattern."""
    for line, content in enumerate(code.split("\n"), start=1):
        for match in pattern.finditer(content):
            yield line, match

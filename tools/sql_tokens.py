"""SQL cut into tokens, as far as both engines agree on what a token is."""

import re
from itertools import groupby
from typing import NamedTuple

from c_writer import refuse

TOKEN = re.compile(r"""
    (?P<comment>   --[^\n]* | /\*.*?\*/ )
  | (?P<quoted>    '(?:[^']|'')*' | "(?:[^"]|"")*" )
  | (?P<open>      ['"] | /\* )
  | (?P<cast>      :: )
  | (?P<parameter> :[A-Za-z_]\w* )
  | (?P<numbered>  [?$@\#]\w* )
  | (?P<end>       ; )
  | (?P<blank>     \s+ )
  | (?P<word>      \w+ )
  | (?P<other>     . )
""", re.VERBOSE | re.DOTALL)

NOT_PORTABLE = {
    "open": "a quote or comment that never ends",
    "cast": "a cast with :: is PostgreSQL's own; write CAST(x AS y)",
    "numbered": "write parameters as :name; ?, $, @ and # mean different things to the engines",
}


class Token(NamedTuple):
    kind: str
    text: str
    line: int


def tokens_of(path):
    """All tokens of a file, blanks and comments included; refuses what one engine alone reads."""
    line = 1
    tokens = []
    for match in TOKEN.finditer(path.read_text(encoding="utf-8")):
        token = Token(match.lastgroup, match.group(), line)
        if token.kind in NOT_PORTABLE:
            refuse(path, line, NOT_PORTABLE[token.kind])
        tokens.append(token)
        line += token.text.count("\n")
    return tokens


def is_gap(token):
    return token.kind in ("blank", "comment")


def sql_text(tokens, spell=lambda token: token.text):
    """Tokens as text again: comments gone, each gap one blank or one line's end."""
    text = ""
    for gap, run in groupby(tokens, is_gap):
        if gap:
            text += "\n" if any("\n" in token.text for token in run) else " "
        else:
            text += "".join(map(spell, run))
    return text.strip()


def statements_of(tokens):
    """Lists of tokens, one per statement; the semicolons and empty statements are gone."""
    statements = [[]]
    for token in tokens:
        if token.kind == "end":
            statements.append([])
        else:
            statements[-1].append(token)
    return [s for s in statements if not all(map(is_gap, s))]

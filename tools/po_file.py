"""Reading and writing gettext catalogues (.po), as far as Jalon uses them."""

import re
from dataclasses import dataclass, field

from c_writer import refuse

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr|msgctxt)(?:\[(\d+)\])?\s*)?"((?:[^"\\]|\\.)*)"')
PLURAL_FORMS = re.compile(r"^Plural-Forms:\s*nplurals=(\d+);", re.MULTILINE)


@dataclass
class Message:
    line: int
    id: str | None = None
    plural: str | None = None
    forms: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # "# ..." of translators, "#. ..." of the code
    references: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    @property
    def is_translated(self):
        return all(self.forms) and "fuzzy" not in self.flags


@dataclass
class Catalogue:
    header: Message
    messages: list[Message]

    @property
    def n_forms(self):
        """How many plural forms the header promises; None when it is silent."""
        match = PLURAL_FORMS.search(self.header.forms[0])
        return int(match.group(1)) if match else None


def unescape(path, line, text):
    def one(match):
        if match.group(1) not in ESCAPES:
            refuse(path, line, f"unknown escape \\{match.group(1)}")
        return ESCAPES[match.group(1)]

    return re.sub(r"\\(.)", one, text)


class Reader:
    """Puts the lines of one file together into messages."""

    def __init__(self, path):
        self.path = path
        self.messages = []
        self.message = None
        self.continues = None  # what a line that is only a string adds to: (message) -> message

    def fail(self, line, what):
        refuse(self.path, line, what)

    def current(self, line):
        """The message being read: a comment or msgid after a msgstr begins a new one."""
        if self.message is None or self.message.forms:
            self.message = Message(line)
            self.messages.append(self.message)
        return self.message

    def comment(self, line, text):
        message = self.current(line)
        self.continues = None
        if text.startswith("#:"):
            message.references += text[2:].split()
        elif text.startswith("#,"):
            message.flags |= {flag.strip() for flag in text[2:].split(",")}
        elif not text.startswith("#|"):
            message.notes.append(text)

    def keyword(self, line, word, index, text):
        if word == "msgctxt":
            self.fail(line, "msgctxt is not used here: the English text alone is the key")
        if word == "msgstr":
            self.begin_form(line, index, text)
            return
        message = self.current(line)
        member = "id" if word == "msgid" else "plural"
        if getattr(message, member) is not None or (member == "plural" and message.id is None):
            self.fail(line, f"{word} out of its order")
        if member == "id":
            message.line = line
        self.continues = member
        setattr(message, member, text)

    def begin_form(self, line, index, text):
        message = self.message
        if message is None or message.id is None:
            self.fail(line, "msgstr without a msgid")
        if (index is None) != (message.plural is None) or int(index or 0) != len(message.forms):
            self.fail(line, "msgstr out of its order: one, or [0], [1]... after msgid_plural")
        self.continues = "forms"
        message.forms.append(text)

    def more(self, line, text):
        if self.continues is None:
            self.fail(line, "a text that continues nothing")
        elif self.continues == "forms":
            self.message.forms[-1] += text
        else:
            setattr(self.message, self.continues, getattr(self.message, self.continues) + text)

    def read(self, text):
        for line, content in enumerate(text.split("\n"), start=1):
            content = content.strip()
            match = LINE.fullmatch(content)
            if not content or content.startswith("#~"):
                continue
            if content.startswith("#"):
                self.comment(line, content)
            elif not match:
                self.fail(line, "neither a comment nor a quoted text")
            elif match.group(1):
                word, index, text = match.groups()
                self.keyword(line, word, index, unescape(self.path, line, text))
            else:
                self.more(line, unescape(self.path, line, match.group(3)))


def check_message(path, message, n_forms):
    if not message.forms:
        refuse(path, message.line, "a message without msgstr")
    if message.plural is None:
        return
    if n_forms is None:
        refuse(path, message.line, "a plural message, and no Plural-Forms in the header")
    if len(message.forms) != n_forms:
        refuse(path, message.line,
               f"{len(message.forms)} forms, but Plural-Forms in the header promises {n_forms}")


def parse_po(path, text, template=False):
    """The catalogue in `text`; a template (what xgettext gives) has no plural forms of its own."""
    reader = Reader(path)
    reader.read(text)
    messages = [m for m in reader.messages if m.id is not None]  # no comment before obsolete ones
    header = Message(1, id="", forms=[""])
    if messages and messages[0].id == "":
        header = messages.pop(0)
    catalogue = Catalogue(header, messages)
    seen = {}
    for message in messages:
        if message.id in seen:
            refuse(path, message.line, f"this msgid is on line {seen[message.id]} already")
        seen[message.id] = message.line
        if not template:
            check_message(path, message, catalogue.n_forms)
    return catalogue


def read_po(path):
    return parse_po(path, path.read_text(encoding="utf-8"))


def po_string(text):
    for escape, char in [("\\", "\\"), ('"', '"'), ("n", "\n"), ("t", "\t"), ("r", "\r")]:
        text = text.replace(char, "\\" + escape)
    return f'"{text}"'


def po_entry(keyword, text):
    """One line, or one for each line of the text under an empty first: gettext's own habit."""
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return f"{keyword} {po_string(text)}\n"
    return f'{keyword} ""\n' + "".join(po_string(line) + "\n" for line in lines)


def po_text(message):
    text = "".join(note + "\n" for note in message.notes)
    text += "".join(f"#: {reference}\n" for reference in message.references)
    text += f"#, {', '.join(sorted(message.flags))}\n" if message.flags else ""
    text += po_entry("msgid", message.id)
    if message.plural is None:
        return text + po_entry("msgstr", message.forms[0])
    text += po_entry("msgid_plural", message.plural)
    return text + "".join(po_entry(f"msgstr[{i}]", f) for i, f in enumerate(message.forms))


def write_po(path, catalogue):
    messages = [catalogue.header, *catalogue.messages]
    path.write_text("\n".join(map(po_text, messages)), encoding="utf-8")

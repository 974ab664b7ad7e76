"""Where in HTML each place of a template stands, and what may be written there.

Stricter than browsers on purpose: markup that a browser would mend or guess at is refused, so what
is accepted means the same to every reader of it.
"""

import re
from dataclasses import dataclass, field, replace

TEXT, GAP, SPACE, VALUE = "text", "after a name or value in a tag", "space in a tag", "value"
NO_ADDRESS, START, SAFE, WHOLE = "", "nothing yet", "safe start", "a struct url"

# Where two branches meet, what follows must suit both.
STRICTER = {frozenset((GAP, SPACE)): GAP, frozenset((SAFE, WHOLE)): WHOLE}

VOID = set("area base br col embed hr img input link meta param source track wbr".split())
DATA_TYPES = {"application/json", "application/ld+json"}
# Browsers read their content by rules of its own; kept track of even in unbalanced templates.
SPECIAL = {"math", "pre", "script", "svg", "textarea", "title"}
FOREIGN = {"math", "svg"}
LOSE_FIRST_NEWLINE = {"pre", "textarea"}

REFUSED_ELEMENTS = {
    "style": "the Content-Security-Policy forbids inline styles",
    **dict.fromkeys("animate base iframe noembed noframes plaintext set xmp".split(),
                    "it changes the page after what is checked here"),
}
REFUSED_ATTRIBUTES = {
    "style": "the Content-Security-Policy forbids inline styles",
    "srcdoc": "a page inside a page cannot be escaped safely",
    "http-equiv": "send the header instead",
}
VALUELESS_ATTRIBUTES = {"srcset", "imagesrcset", "ping"}
ADDRESSES = set("href src action formaction poster cite data xlink:href manifest".split())

TEXT_ATTRIBUTES = set("title alt placeholder label summary abbr aria-label aria-description"
                      " aria-placeholder aria-roledescription aria-valuetext".split())
# (element, attribute) seen by people or not according to another attribute.
TEXT_IF = {
    ("meta", "content"): (("name", "property"), set(
        "description keywords author application-name og:title og:description og:site_name"
        " og:image:alt twitter:title twitter:description".split())),
    ("input", "value"): (("type",), {"submit", "button", "reset"}),
}

NAME = r"[a-zA-Z][a-zA-Z0-9:-]*"
MARKUP = re.compile(rf"<!--(?!-?>)(?:(?!--).)*-->|<!doctype html>"
                    rf"|</(?P<closed>{NAME})\s*>|<(?P<opened>{NAME})", re.A | re.I | re.S)
TAG_END = re.compile(r"\s*(/?)>")
ATTRIBUTE = re.compile(r"(?P<name>[a-zA-Z_:][\w:.-]*)"
                       r"""(?:\s*(?P<equals>=)\s*(?P<quote>["']?))?""", re.A)
REFERENCE = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#[xX][0-9a-fA-F]+);")
SPACES = re.compile(r"\s+")
LINE_BREAK = re.compile(r"\s*\n\s*")

HOST = r"https?://[a-zA-Z0-9.-]+(?::[0-9]+)?"
# Not "//host" or "/\host", nor a tab between them, which browsers drop.
SAFE_START = re.compile(rf"/(?=[\w.~%?#-]|$)|[?#]|{HOST}[/?#]")
WHOLE_LITERAL = re.compile(rf"{HOST}$|mailto:|tel:")


@dataclass(frozen=True)
class Element:
    name: str
    at: int = field(compare=False)


@dataclass(frozen=True)
class Context:
    """All that decides how the next character is read."""
    state: str = TEXT
    open: tuple = ()  # elements, the innermost last
    is_data: bool = False  # in a <script> that is a data block
    tag: Element = None  # the start tag being read
    attributes: dict = field(default_factory=dict)  # its names so far; None unless wholly literal
    attribute: str = ""
    quote: str = ""
    address: str = NO_ADDRESS

    @property
    def inside(self):
        """The element whose content allows no tags, or none."""
        name = self.open[-1].name if self.open else ""
        return name if name in ("script", "textarea", "title") else ""

    @property
    def is_between_tags(self):
        return self.state == TEXT and not self.inside

    def is_in(self, names):
        return any(element.name in names for element in self.open)

    def with_literal(self, text):
        so_far = self.attributes.get(self.attribute)
        literal = None if so_far is None or text is None else so_far + text
        return replace(self, attributes={**self.attributes, self.attribute: literal})

    def join(self, other):
        """What holds where two branches meet; None if nothing could follow both."""
        def both(a, b):
            return a if a == b else STRICTER.get(frozenset((a, b)))

        mine, theirs = self.attributes, other.attributes
        joined = {
            "state": both(self.state, other.state), "address": both(self.address, other.address),
            "attributes": {name: both(mine.get(name), theirs.get(name)) for name in mine | theirs},
        }
        ours, fits = replace(self, **joined), None not in (joined["state"], joined["address"])
        return ours if fits and ours == replace(other, **joined) else None

    def repeats_to(self, end):
        """What holds after a loop from here to `end`; None if a second turn would differ."""
        joined = self.join(end)
        same = joined and (joined.state, joined.address, joined.attributes.keys()) == (
            self.state, self.address, self.attributes.keys())
        return joined if same else None


class HtmlReader:
    """Follows one template's literals; `refuse(at, message)` is called for what is not allowed."""

    def __init__(self, source, refuse):
        self.source, self.refuse = source, refuse
        self.is_balanced, self.context = True, Context()

    def change(self, **fields):
        self.context = replace(self.context, **fields)

    def end(self):
        if self.context.state != TEXT:
            self.refuse(self.context.tag.at, f"<{self.context.tag.name}> is not finished")
        for element in reversed(self.context.open):
            self.refuse(element.at, f"<{element.name}> is never closed")

    def literal(self, at, end):
        """Reads source[at:end]; returns what is to be written for it."""
        readers, written = {TEXT: self.text, VALUE: self.in_value}, ""
        while at < end:
            at, piece = readers.get(self.context.state, self.in_tag)(at, end)
            written += piece
        return written

    def value(self, at, is_json):
        """The C function or macro that writes a value here."""
        context = self.context
        if is_json != (context.is_data and context.state == TEXT):
            self.refuse(at, "{{ json }} stands in a script that is a data block only" if is_json
                        else "a data block holds {{ json value }} only")
        if context.state == VALUE:
            return self.attribute_value(at)
        if context.state != TEXT:
            self.refuse(at, f"no value in <{context.tag.name}> but in a quoted attribute")
        if is_json:
            return "html_json"
        if context.inside == "script":
            self.refuse(at, "no value in a script")
        return "HTML_ATTR" if context.inside else "HTML_TEXT"  # no markup in <title>, <textarea>

    def attribute_value(self, at):
        name, tag, address = self.context.attribute, self.context.tag.name, self.context.address
        if name in VALUELESS_ATTRIBUTES or (tag, name) == ("script", "type"):
            self.refuse(at, f"no value in {name}=")
        if address == WHOLE:
            self.refuse(at, f"{name}= has a whole address already: / ? # or &amp; comes between")
        self.change(address=WHOLE if address == START else address)
        self.context = self.context.with_literal(None)
        return {NO_ADDRESS: "HTML_ATTR", START: "html_attr_url", SAFE: "HTML_COMPONENT"}[address]

    # ---- text and tags

    def text(self, at, end):
        if self.source[at] == "<":
            return self.markup(at, end)
        stop = self.find("<", at, end)
        piece = self.source[at:stop]
        if self.context.inside != "script":
            self.check_text(at, stop)
        elif piece.strip() and not self.context.is_data:
            self.refuse(at, "the Content-Security-Policy forbids inline scripts")
        keeps_space = self.context.is_in(LOSE_FIRST_NEWLINE)
        return stop, piece if keeps_space else LINE_BREAK.sub("\n", piece)

    def markup(self, at, end):
        found = MARKUP.match(self.source, at, end)
        inside = self.context.inside
        if not found and not inside and self.source.startswith("<!--", at):
            self.refuse(at, "an HTML comment holds no values, no -- and ends; {# #} may say more")
        if not found or inside and (found["closed"] or "").lower() != inside:
            self.refuse(at, "stray <: &lt; if it is meant, and the names of tags are literal")
        if found["opened"]:
            self.open_tag(at, found["opened"].lower())
        elif found["closed"]:
            self.close_element(at, found["closed"].lower())
        return found.end(), found.group()

    def open_tag(self, at, name):
        if name in REFUSED_ELEMENTS:
            self.refuse(at, f"no <{name}>: {REFUSED_ELEMENTS[name]}")
        self.change(state=GAP, tag=Element(name, at), attributes={})

    def close_element(self, at, name):
        last = self.context.open[-1:]
        if last == (Element(name, at),):
            self.change(open=self.context.open[:-1], is_data=False)
        elif self.is_balanced or name in SPECIAL:
            due = f"</{last[0].name}> is due" if last else "nothing is open"
            self.refuse(at, f"</{name}> where {due}")

    def in_tag(self, at, end):
        if ended := TAG_END.match(self.source, at, end):
            return self.end_tag(ended)
        if space := SPACES.match(self.source, at, end):
            self.change(state=SPACE)
            return space.end(), " "
        found = ATTRIBUTE.match(self.source, at, end)
        if self.context.state == GAP or not found:
            self.refuse(at, "a space and an attribute's name, or >, must come here")
        return self.begin_attribute(at, found)

    def end_tag(self, ended):
        context, name, at = self.context, self.context.tag.name, ended.end()
        if ended[1] and not (name in VOID | FOREIGN or context.is_in(FOREIGN)):
            self.refuse(ended.start(), f"<{name}/> is no empty element")
        is_empty = name in VOID or ended[1]
        is_kept = not is_empty and (self.is_balanced or name in SPECIAL)
        is_data = name == "script" and context.attributes.get("type") in DATA_TYPES
        self.context = Context(open=context.open + (context.tag,) * is_kept, is_data=is_data)
        if name not in LOSE_FIRST_NEWLINE:
            return at, ended[1] + ">"
        # Browsers drop one newline here, so one is given them to drop.
        return at + self.source.startswith("\n", at), ended[1] + ">\n"

    # ---- attributes

    def begin_attribute(self, at, found):
        name = found["name"].lower()
        if name in REFUSED_ATTRIBUTES or name.startswith("on"):
            why = REFUSED_ATTRIBUTES.get(name, "the Content-Security-Policy forbids inline scripts")
            self.refuse(at, f"no {name}= attribute: {why}")
        if name in self.context.attributes:
            self.refuse(at, f"{name}= stands twice in this tag")
        if found["equals"] and not found["quote"]:
            self.refuse(at, f"the value of {name}= must be quoted")
        self.change(state=GAP, attributes={**self.context.attributes, name: ""})
        if found["quote"]:
            self.change(state=VALUE, attribute=name, quote=found["quote"],
                        address=START if name in ADDRESSES else NO_ADDRESS)
        return found.end(), found["name"] + (found["equals"] or "") + (found["quote"] or "")

    def in_value(self, at, end):
        stop = self.find(self.context.quote, at, end)
        is_closed = stop < end
        self.check_text(at, stop)
        if self.context.address and stop > at:
            self.check_address(at, stop, is_closed)
        self.context = self.context.with_literal(self.source[at:stop])
        if is_closed:
            self.change(state=GAP, attribute="", quote="", address=NO_ADDRESS)
        return stop + is_closed, self.source[at:stop + is_closed]

    def is_seen(self, at):
        """Whether people see (or hear) the letters here."""
        if self.context.state == TEXT:
            return True
        name, tag = self.context.attribute, self.context.tag.name
        if (tag, name) not in TEXT_IF:
            return name in TEXT_ATTRIBUTES
        keys, seen = TEXT_IF[tag, name]
        told = [key for key in keys if key in self.context.attributes]
        if not told:
            self.refuse(at, f"{' or '.join(keys)}= must come before {name}= in <{tag}>")
        return any(self.context.attributes[key] in seen for key in told)

    def check_address(self, at, stop, is_closed):
        """`is_closed`: the value is over, so nothing but this literal may be its end."""
        address, name = self.context.address, self.context.attribute
        if address == WHOLE and self.source[at] not in "/?#&":
            self.refuse(at, f"after a whole address in {name}=, / ? # or &amp; must come")
        starts = SAFE_START.match(self.source, at, stop) or (
            is_closed and WHOLE_LITERAL.match(self.source, at, stop))
        if address == START and not starts:
            self.refuse(at, f"{name}= must start with /path, ?, #, https://host/ or a struct url")
        self.change(address=SAFE)

    def check_text(self, at, stop):
        """Refuses a bare & and, in what people see, letters that no translator would meet."""
        text = REFERENCE.sub(lambda found: " " * len(found.group()), self.source[at:stop])
        for i, c in enumerate(text, at):
            if c == "&":
                self.refuse(i, "stray &: write &amp;")
            if c.isalpha() and self.is_seen(i):
                words = self.source[i:stop].split("\n")[0].strip()
                self.refuse(i, f'text that people see must be translatable: {{{{ _("{words}") }}}}')

    def find(self, what, at, end):
        found = self.source.find(what, at, end)
        return end if found < 0 else found

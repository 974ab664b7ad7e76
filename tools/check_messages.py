#!/usr/bin/env python3
"""Compares the messages of the code and templates with the catalogues in po/.

Says which are missing, unused, untranslated, or have other places ({1}) than the English; in French
also looks at the typography. With --update it rewrites the catalogues instead: new messages in,
unused ones out, in the order of the source files.
"""

import argparse
import os
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path

from po_file import Catalogue, Message, parse_po, read_po, write_po

# To add a language: a row here, po/XX.po by --update, and what src/base/lang.h asks for.
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
}
KEYWORDS = ("_", "N_", "tr:2", "T:2", "trn:2,3", "_n:1,2")

PLACE = re.compile(r"\{\d+\}")
NO_BREAK = "\u00a0\u202f"
FRENCH_RULES = [
    (re.compile("'"), "an apostrophe is ’"),
    (re.compile(rf"(?<![{NO_BREAK}:;!?])[:;!?](?=$|[\s{NO_BREAK})\]»!?])|(?<= )[:;!?]"),
     "a no-break space goes before : ; ! ?"),
    (re.compile(rf"«(?![{NO_BREAK}])|(?<![{NO_BREAK}])»"), "no-break spaces go inside « »"),
]


def sources_of(root, build):
    """All that may hold messages. Tests have their own words; headers have the X-lists."""
    code = [p for p in (root / "src").rglob("*.[ch]") if not p.stem.endswith("_test")]
    return sorted(code) + sorted(build.rglob("*_html.c"))


def plain_reference(root, build, name):
    """The path from the root; templates are known by the #line of what was made from them."""
    for folder in (root, build):
        path = Path(os.path.normpath(folder / name))
        if path.exists() and path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return name


def messages_of_code(root, build):
    """Messages in the order of their first appearance, found by xgettext."""
    files = sources_of(root, build)
    if not files:
        return []
    command = ["xgettext", "--language=C", "--from-code=UTF-8", "--add-location=file", "--no-wrap",
               "--add-comments=TRANSLATORS:", "--output=-", "--files-from=-", "--keyword"]
    command += [f"--keyword={keyword}" for keyword in KEYWORDS]
    template = subprocess.run(command, cwd=root, input="\n".join(map(str, files)),
                              stdout=subprocess.PIPE, text=True, check=True).stdout
    messages = parse_po("xgettext", template, template=True).messages
    for message in messages:
        names = (plain_reference(root, build, name) for name in message.references)
        message.references = list(dict.fromkeys(names))
        message.flags.clear()  # {1} is no format of C, whatever xgettext thinks
    return messages


# ---- checking

def wrong_places(message):
    """Forms whose places are not those of the English; "one result" may do without {1}."""
    wanted = set(PLACE.findall(message.plural or message.id))
    for form in message.forms:
        found = set(PLACE.findall(form))
        is_last = form is message.forms[-1]
        if found - wanted or (wanted - found and (message.plural is None or is_last)):
            yield f"places differ from the English: {form!r}"


def wrong_typography(message):
    for form in message.forms:
        for rule, what in FRENCH_RULES:
            if rule.search(form):
                yield f"{what}: {form!r}"


def complaints_about(language, message, wanted):
    if (message.id, message.plural) not in wanted:
        yield f"unused: {message.id!r}"
    elif not message.is_translated:
        yield f"untranslated: {message.id!r}"
    else:
        yield from wrong_places(message)
        if language == "fr":
            yield from wrong_typography(message)


def check(path, language, messages):
    """Lines of what is wrong with one catalogue."""
    name = f"po/{path.name}"
    if not path.exists():
        return [f"{name}:1: no such catalogue; make it with --update"]
    catalogue = read_po(path)
    wanted = {(m.id, m.plural) for m in messages}
    present = {(m.id, m.plural) for m in catalogue.messages}
    wrong = [f"{name}:{message.line}: {what}" for message in catalogue.messages
             for what in complaints_about(language, message, wanted)]
    return wrong + [f"{name}:1: missing: {m.id!r} of {m.references[0]}" for m in messages
                    if (m.id, m.plural) not in present]


# ---- updating

def header(language, old):
    """No dates and no tools: nothing that changes by itself."""
    lines = [f"Language: {language}", "MIME-Version: 1.0",
             "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit",
             f"Plural-Forms: {PLURAL_FORMS[language]}"]
    return Message(1, id="", forms=["".join(line + "\n" for line in lines)],
                   notes=old.notes if old else [])


def untranslated(language, message):
    """The forms of a message that nobody translated yet: English is its own translation."""
    texts = [message.id] if message.plural is None else [message.id, message.plural]
    return texts if language == "en" else [""] * len(texts)


def updated(language, message, old):
    """The message as the code has it, with what translators made of it."""
    kept = old.get((message.id, message.plural))
    of_code = [note for note in message.notes if note.startswith("#.")]
    of_translators = [n for n in kept.notes if not n.startswith("#.")] if kept else []
    return Message(0, message.id, message.plural,
                   forms=kept.forms if kept else untranslated(language, message),
                   notes=of_translators + of_code,
                   references=message.references,
                   flags=kept.flags & {"fuzzy"} if kept else set())


def update(path, language, messages):
    catalogue = read_po(path) if path.exists() else Catalogue(None, [])
    old = {(m.id, m.plural): m for m in catalogue.messages}
    write_po(path, Catalogue(header(language, catalogue.header),
                             [updated(language, message, old) for message in messages]))
    new = sum((m.id, m.plural) not in old for m in messages)
    print(f"po/{path.name}: {len(messages)} messages, {new} new, "
          f"{len(old) - len(messages) + new} dropped")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("build", type=Path, help="where the compiled templates are")
    parser.add_argument("--update", action="store_true", help="rewrite po/*.po")
    args = parser.parse_args()

    root, build = args.root.resolve(), args.build.resolve()
    messages = messages_of_code(root, build)
    if args.update:
        for language in PLURAL_FORMS:
            update(root / "po" / f"{language}.po", language, messages)
        return
    wrong = list(chain.from_iterable(
        check(root / "po" / f"{language}.po", language, messages) for language in PLURAL_FORMS))
    if wrong:
        print(*wrong, sep="\n")
        sys.exit(1)
    print(f"messages: {len(messages)} in {len(PLURAL_FORMS)} languages, all translated")


if __name__ == "__main__":
    main()

"""The guides: each in both languages, with pictures that are there and names that pages have."""

import re
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "guide"
LANGUAGES = ["en", "fr"]
PICTURE_MAX_BYTES = 80_000
LETTERS_MIN = 10  # of a text with gaps, that not just anything fits it
CHAPTERS_OF_ROLES = ["focal-point", "civil-society", "secretariat"]

sys.path.insert(0, str(ROOT / "tools"))
from po_file import read_po  # noqa: E402

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]+)[^)]*\)")
LABEL = re.compile(r"(?<![*\w])\*([^*]+)\*(?![*\w])")


def guide(name, lang):
    return (GUIDES / f"{name}.{lang}.md").read_text()


def names():
    return sorted({path.name.split(".")[0] for path in GUIDES.glob("*.md")})


def squash(text):
    """As one line, with blanks of one kind."""
    return re.sub(r"\s+", " ", text)


def texts_of_pages(lang):
    """What pages say, as patterns: what is filled in is anything."""
    texts = set()
    for message in read_po(ROOT / "po" / "fr.po").messages:
        told = [message.id, message.plural] if lang == "en" else message.forms
        texts.update(squash(text) for text in told if text)
    filled = [text for text in texts if "{" in text]
    patterns = [re.compile(re.sub(r"\\\{\d\\\}", ".+", re.escape(text))) for text in filled
                if len(re.sub(r"\{\d\}|\W", "", text)) >= LETTERS_MIN]
    return texts - set(filled), patterns


def each(chapters=None):
    """(name, language, text) of each guide."""
    return [(name, lang, guide(name, lang)) for name in chapters or names() for lang in LANGUAGES]


class Guides(unittest.TestCase):
    def test_each_is_there_in_both_languages_with_the_same_parts(self):
        for name in names():
            shapes = [[len(re.findall(mark, guide(name, lang), re.M))
                       for mark in (r"^#+ ", r"^!\[", r"^\|", r"^(?:- |\d+\. )")]
                      for lang in LANGUAGES]
            self.assertEqual(shapes[0], shapes[1], name)

    def test_pictures_are_there_told_in_words_and_small(self):
        used = set()
        for _, lang, text in each():
            for words, path in PICTURE.findall(text):
                picture = GUIDES / path
                self.assertTrue(path.endswith(f".{lang}.png"), path)
                self.assertGreater(len(words.split()), 4, path)
                self.assertEqual(picture.read_bytes()[:8], b"\x89PNG\r\n\x1a\n", path)
                self.assertLess(picture.stat().st_size, PICTURE_MAX_BYTES, path)
                used.add(picture)
        self.assertEqual(used, set((GUIDES / "pictures").iterdir()))

    def test_links_lead_to_files(self):
        for _, _, text in each():
            for path in LINK.findall(text):
                if "://" not in path:
                    self.assertTrue((GUIDES / path).is_file(), path)

    def test_the_readme_leads_to_each(self):
        readme = (ROOT / "README.md").read_text()
        for name, lang, _ in each():
            self.assertIn(f"(docs/guide/{name}.{lang}.md)", readme)

    def test_what_they_call_a_button_or_a_page_is_what_it_is_called(self):
        for name, lang, text in each(CHAPTERS_OF_ROLES):
            texts, patterns = texts_of_pages(lang)
            self.assertEqual([label for label in map(squash, LABEL.findall(text))
                              if label not in texts and
                              not any(p.fullmatch(label) for p in patterns)], [], f"{name}.{lang}")


if __name__ == "__main__":
    unittest.main()

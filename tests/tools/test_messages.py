#!/usr/bin/env python3
"""Tests of tools/messages_compiler.py and tools/check_messages.py."""

import unittest

from workbench import ToolTest

HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""
GOOD = HEADER + """
# A note of the translator.
#: src/a.c
msgid "zebra"
msgstr "zèbre"

msgid "Zebra"
msgstr ""
"Zèbre\\n"
"\\t\\"rayé\\" \\\\"

msgid "one result"
msgid_plural "{1} results"
msgstr[0] "{1} résultat"
msgstr[1] "{1} résultats"

#, fuzzy
msgid "fuzzy"
msgstr "flou"

msgid "empty"
msgstr ""

msgid "half"
msgid_plural "halves"
msgstr[0] "demi"
msgstr[1] ""

#~ msgid "gone"
#~ msgstr "parti"
"""
PROGRAM = """\
#include "lang.h"
#include <stdio.h>

extern const struct message messages_fr[], messages_en[];
extern const size_t n_messages_fr, n_messages_en;

int main(void)
{
	for (size_t i = 0; i < n_messages_fr; i++)
		printf("%s=%s|", messages_fr[i].key, messages_fr[i].forms[0]);
	printf("%s %zu", messages_fr[1].forms[1], n_messages_en);
	return 0;
}
"""


class MessagesCompilerTest(ToolTest):
    tool = "messages_compiler.py"

    def test_tables_are_sorted_as_strcmp_sorts(self):
        self.write("fr.po", GOOD)
        self.write("en.po", HEADER)
        self.write("main.c", PROGRAM)
        self.passes("--c", "out.c", "fr=fr.po", "en=en.po")
        for compiler in ("gcc", "clang"):
            with self.subTest(compiler=compiler):
                printed = self.compiled("out.c", "main.c", compiler=compiler)
                self.assertEqual(printed, 'Zebra=Zèbre\n\t"rayé" \\|'
                                          "one result={1} résultat|zebra=zèbre|{1} résultats 0")

    def test_refusals_name_file_and_line(self):
        no_header = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n'
        refused = [
            ("3: msgctxt is not used", '\n\nmsgctxt "menu"\nmsgid "a"\nmsgstr "b"\n'),
            ("4: this msgid is on line 1", 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n'),
            ("1: a message without msgstr", 'msgid "a"\n'),
            ("1: msgstr without a msgid", 'msgstr "a"\n'),
            ("2: msgid out of its order", 'msgid "a"\nmsgid "b"\nmsgstr "c"\n'),
            ("2: msgstr out of its order", 'msgid "a"\nmsgstr[0] "b"\n'),
            ("1: a plural message, and no Plural-Forms", no_header),
            ("6: 1 forms, but Plural-Forms in the header promises 2", HEADER + "\n" + no_header),
            ("1: neither a comment nor", "hello\n"),
            ("1: neither a comment nor", 'msgid "a\n'),
            ("1: a text that continues nothing", '"a"\n'),
            ("1: unknown escape \\q", 'msgid "\\q"\n'),
        ]
        for words, text in refused:
            with self.subTest(words=words):
                self.write("fr.po", text)
                self.refuses(f"fr.po:{words}", "--c", "out.c", "fr=fr.po")

    def test_an_argument_names_its_language(self):
        self.assertEqual(self.run_tool("--c", "out.c", "fr.po").returncode, 2)


CODE = """\
#include "lang.h"
void page(const struct language *l)
{
	/* TRANSLATORS: above the list */
	tr(l, "Practices");
	trn(l, "one result", "{1} results", 2);
	tr(l, "Page {1} of {2}");
}
"""
HEADER_WITH_FIELDS = '#define FIELDS(X) X(TEXT, title, .label = N_("Title"))\n'
TEMPLATE = """\
#line 3 "../src/ui/page.html"
	HTML_TEXT(o, _("Are you sure? {1}"));
"""
FRENCH = {
    'msgid "Practices"\nmsgstr ""': 'msgid "Practices"\nmsgstr "Pratiques"',
    'msgid "Title"\nmsgstr ""': 'msgid "Title"\nmsgstr "Titre"',
    'msgid "Page {1} of {2}"\nmsgstr ""': 'msgid "Page {1} of {2}"\nmsgstr "{2} pages, la {1}"',
    'msgstr[0] ""\nmsgstr[1] ""': 'msgstr[0] "{1} résultat"\nmsgstr[1] "{1} résultats"',
    'msgid "Are you sure? {1}"\nmsgstr ""':
        'msgid "Are you sure? {1}"\nmsgstr "«\u00a0Oui\u00a0» l’est\u202f? {1}"',
}


class CheckMessagesTest(ToolTest):
    tool = "check_messages.py"

    def setUp(self):
        super().setUp()
        self.write("src/web/page.c", CODE)
        self.write("src/web/page_test.c", 'void t(void) { tr(l, "Only a test"); }')
        self.write("src/web/fields.h", HEADER_WITH_FIELDS)
        self.write("src/ui/page.html", "{{ _(...) }}")
        self.write("build/page_html.c", TEMPLATE)
        self.write("po/.keep")

    def translate(self, changes):
        text = self.read("po/fr.po")
        for old, new in changes.items():
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.write("po/fr.po", text)

    def translated(self):
        self.passes(".", "build", "--update")
        self.translate(FRENCH)

    def test_update_makes_complete_catalogues(self):
        printed = self.passes(".", "build", "--update")
        self.assertIn("po/fr.po: 5 messages, 5 new, 0 dropped", printed)
        french, english = self.read("po/fr.po"), self.read("po/en.po")
        self.assertIn("nplurals=2; plural=(n > 1);", french)
        self.assertIn("nplurals=2; plural=(n != 1);", english)
        self.assertIn('msgid_plural "{1} results"\nmsgstr[0] ""\nmsgstr[1] ""\n', french)
        self.assertIn('msgstr[0] "one result"\nmsgstr[1] "{1} results"\n', english)
        self.assertIn('#. TRANSLATORS: above the list\n#: src/web/page.c\nmsgid "Practices"\n',
                      french)
        self.assertIn('#: src/ui/page.html\nmsgid "Are you sure? {1}"\n', french)
        for unwanted in ("Only a test", "POT-Creation-Date", "fuzzy", str(self.folder)):
            self.assertNotIn(unwanted, french + english)
        self.assertEqual(self.command("msgfmt", "-c", "-o", "/dev/null", "po/fr.po").returncode, 0)

    def test_update_keeps_translations_and_drops_the_unused(self):
        self.translated()
        self.translate({"#. TRANS": "# Mine.\n#. TRANS"})
        before = self.read("po/fr.po")
        self.assertIn("0 new, 0 dropped", self.passes(".", "build", "--update"))
        self.assertEqual(self.read("po/fr.po"), before)
        self.write("src/web/page.c", CODE.replace("Page {1}", "Sheet {1}"))
        self.assertIn("1 new, 1 dropped", self.passes(".", "build", "--update"))
        self.assertIn('# Mine.\n', self.read("po/fr.po"))
        self.assertNotIn("Page {1}", self.read("po/fr.po"))

    def test_good_catalogues_pass_from_anywhere(self):
        self.translated()
        self.assertEqual(self.passes(".", "build"),
                         "messages: 5 in 2 languages, all translated\n")
        self.passes(self.folder, self.folder / "build")

    def test_what_is_missing_unused_or_untranslated(self):
        self.refuses("po/fr.po:1: no such catalogue", ".", "build")
        self.passes(".", "build", "--update")
        self.refuses("untranslated: 'Practices'", ".", "build")
        self.translate(FRENCH)
        self.write("src/web/more.c", 'void f(void) { tr(l, "More"); }')
        self.refuses("po/en.po:1: missing: 'More' of src/web/more.c", ".", "build")
        self.write("src/web/more.c")
        self.translate({'msgid "Title"': '#, fuzzy\nmsgid "Title"'})
        self.refuses("untranslated: 'Title'", ".", "build")
        self.translate({'#, fuzzy\n': ''})
        self.write("src/web/fields.h")
        self.refuses("unused: 'Title'", ".", "build")

    def refuses_french(self, words, message, text):
        self.translated()
        kept = FRENCH[message]
        self.translate({kept: kept.rpartition('msgstr')[0] + f'msgstr "{text}"'})
        with self.subTest(text=text):
            self.refuses(words, ".", "build")
        self.write("po/fr.po")

    def test_places(self):
        page = 'msgid "Page {1} of {2}"\nmsgstr ""'
        self.refuses_french("places differ", page, "Page {1}")
        self.refuses_french("places differ", page, "Page {1} de {2} {3}")
        self.translated()
        self.translate({'msgstr[0] "{1} résultat"': 'msgstr[0] "un résultat"'})
        self.passes(".", "build")
        self.translate({'msgstr[1] "{1} résultats"': 'msgstr[1] "des résultats"'})
        self.refuses("places differ", ".", "build")

    def test_french_typography(self):
        title = 'msgid "Title"\nmsgstr ""'
        self.refuses_french("an apostrophe is ’", title, "l'autre")
        for text in ("Titre:", "Titre :", "Oui ; non", "Vrai? Si", "Vrai ?!", "(vrai!)", "a :b"):
            self.refuses_french("a no-break space goes before", title, text)
        for text in ("«Titre»", "« Titre »", "«\u00a0Titre »"):
            self.refuses_french("no-break spaces go inside", title, text)
        for text in ("Titre\u00a0:", "https://a.org?b=c", "12:30", "Quoi\u202f?!", "a\u202f; b"):
            self.translated()
            self.translate({'msgstr "Titre"': f'msgstr "{text}"'})
            with self.subTest(text=text):
                self.passes(".", "build")
            self.write("po/fr.po")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Tests of tools/template_compiler.py: what must compile, what it writes, what it refuses."""

import os
import re
import unittest

from workbench import ROOT, ToolTest

COMPILER = os.environ.get("CC", "gcc")
SOURCES = [ROOT / "src" / name for name in (
    "base/arena.c", "base/json.c", "base/out.c", "base/str.c", "ui/html.c")]
EXPECT = re.compile(r"\{# expect: (?P<message>.+) line (?P<line>\d+) #\}\n")

VALUES = """\
struct values {
	struct str text, none;
	struct html markup;
	struct url url;
	struct json_text json;
	const char *z;
	int n;
	size_t size;
};
"""

# With text <b>"R&D" 'x'</b>, n 3, url /en?a=1&b=2.
PAGES = [
    # Each value is escaped for its place.
    ("<p>{{ v->text }}</p>",
     "<p>&lt;b&gt;&quot;R&amp;D&quot; &#39;x&#39;&lt;/b&gt;</p>"),
    ('<p title="{{ v->text }}">{{ v->n }}</p>',
     '<p title="&lt;b&gt;&quot;R&amp;D&quot; &#39;x&#39;&lt;/b&gt;">3</p>'),
    ("<p title='{{ v->z }}'>{{ v->size }}</p>", "<p title='it&#39;s'>9</p>"),
    ("<p>{{ v->markup }}</p>", "<p><i>1</i></p>"),
    ("<title>{{ v->z }}</title>", "<title>it&#39;s</title>"),
    ('<p>{{ "Jalon" }}&nbsp;&times; 2</p>', "<p>Jalon&nbsp;&times; 2</p>"),
    ("<p>{{ '}' == v->n }}{{ \"}}\" }}{{ S(\"{%\") }}</p>", "<p>0}}{%</p>"),
    # Addresses.
    ('<a href="/x/{{ v->text }}?q={{ v->n }}#{{ v->z }}">1</a>',
     '<a href="/x/%3Cb%3E%22R%26D%22%20%27x%27%3C%2Fb%3E?q=3#it%27s">1</a>'),
    ('<a href="{{ v->url }}&amp;page={{ v->n }}">1</a>',
     '<a href="/en?a=1&amp;b=2&amp;page=3">1</a>'),
    ('<a href="{% if v->n %}{{ v->url }}{% else %}/x{% end %}">1</a>',
     '<a href="/en?a=1&amp;b=2">1</a>'),
    ('<a href="https://example.org/?q={{ v->z }}">1</a><a href="mailto:a@example.org">2</a>',
     '<a href="https://example.org/?q=it%27s">1</a><a href="mailto:a@example.org">2</a>'),
    ('<a href="/{{ v->none }}/{{ v->z }}">1</a>', '<a href="/./it%27s">1</a>'),
    ('<a href="?page={{ v->none }}">1</a><a href="#{{ v->n }}">1</a><a href="">1</a>',
     '<a href="?page=">1</a><a href="#3">1</a><a href="">1</a>'),
    # Data blocks.
    ('<script type="application/json">{{ json v->json }}</script>',
     '<script type="application/json">"\\u003c/script\\u003e \\u0026 \\u2028"</script>'),
    ('<script type="application/ld+json">{ "name": {{ json v->json }} }</script>',
     '<script type="application/ld+json">{ "name": "\\u003c/script\\u003e \\u0026 \\u2028" }'
     "</script>"),
    ('<script type="module" src="/assets/{{ v->z }}.js"></script>',
     '<script type="module" src="/assets/it%27s.js"></script>'),
    # Messages.
    ('<p>{{ _("Practices") }}</p>', "<p>fr:Practices</p>"),
    ('<p title="{{ _("a \\"b\\"") }}">1</p>', '<p title="fr:a &quot;b&quot;">1</p>'),
    ('<p>{{ FILL(_n("{1} one", "{1} of {2}", 2), S("2"), v->text) }}</p>',
     "<p>2 of &lt;b&gt;&quot;R&amp;D&quot; &#39;x&#39;&lt;/b&gt;</p>"),
    # Blocks and statements.
    ("{% for int i = 0; i < v->n; i++ %}{{ i }},{% end %}", "0,1,2,"),
    ("{% if v->n == 1 %}1{% else if v->n == 3 %}3{% else %}0{% end %}", "3"),
    ("{% int twice = 2 * v->n; %}\n<p>{{ twice }}</p>", "<p>6</p>"),
    ("<p>{% part_html(o, v) %}</p>{# gone: {{ }} don't mind #}", "<p>[3]</p>"),
    ("{% for int i = 0; i < 5; i++ %}{% if i == 1 %}{% continue %}{% end %}"
     "{% if i == 3 %}{% break %}{% end %}{{ i }}{% end %}", "02"),
    ("1{% if v->n %}{% return %}{% end %}2", "1"),
    # Parts of tags.
    ('<input type="checkbox"{% if v->n %} checked{% end %} value="1">',
     '<input type="checkbox" checked value="1">'),
    ('<a href="/x"{% if v->n %} aria-current="page"{% end %}>1</a>',
     '<a href="/x" aria-current="page">1</a>'),
    ('<p class="a{% if v->n %} b{% end %}{% for int i = 0; i < 2; i++ %} c{{ i }}{% end %}">1</p>',
     '<p class="a b c0 c1">1</p>'),
    ('{% if v->n %}\n<ul class="a">\n{% else %}\n<ul>\n{% end %}\n</ul>', '<ul class="a">\n</ul>'),
    ('<svg viewBox="0 0 9 9"><title>{{ v->n }}</title><path d="M0 0"/></svg><br><hr/>',
     '<svg viewBox="0 0 9 9"><title>3</title><path d="M0 0"/></svg><br><hr/>'),
    ('<meta name="viewport" content="width=device-width"><input type="hidden" value="go">'
     '<input value="{{ v->n }}">',
     '<meta name="viewport" content="width=device-width"><input type="hidden" value="go">'
     '<input value="3">'),
    ("<!DOCTYPE html><!-- Words for those who read the source. --><html></html>",
     "<!DOCTYPE html><!-- Words for those who read the source. --><html></html>"),
    # White space.
    ("\n\n<ul>\n  {% for int i = 0; i < 2; i++ %}\n\n    <li>{{ i }}</li>\n  {% end %}\n\n</ul>\n",
     "<ul>\n<li>0</li>\n<li>1</li>\n</ul>"),
    ("<p>\n\t{# a #}{% if v->n %} {# b #}\n\t{{ v->n }}  {{ v->n }}\n\t{% end %}\n</p>",
     "<p>\n3  3\n</p>"),
    ('<p class="a"\n   id="b"\n>1</p>', '<p class="a" id="b">1</p>'),
    ("<pre>  1\n\n  {{ v->n }}\n{% if v->n %}\n  2\n{% end %}\n</pre>",
     "<pre>\n  1\n\n  3\n  2\n</pre>"),
    ("<textarea>{{ v->n }}</textarea><textarea>\n1</textarea>",
     "<textarea>\n3</textarea><textarea>\n1</textarea>"),
    # A page's head and foot.
    ("{% unbalanced %}\n<html><body>\n<main>", "<html><body>\n<main>"),
    ("{% unbalanced %}\n{% if v->n %}\n</main>\n{% end %}\n</body></html>",
     "</main>\n</body></html>"),
]

PROGRAM = """\
#include "page_html.h"
#include <stdio.h>
#include <string.h>

const char *tr_text(const struct language *l, const char *key)
{
	static char text[64];

	snprintf(text, sizeof text, "%%s:%%s", l->code, key);
	return text;
}

const char *trn(const struct language *l, const char *one, const char *many, uint64_t n)
{
	return l && n == 1 ? one : many;
}

int main(void)
{
	static void (*const pages[])(struct page_out *, const struct values *) = { %s };
	struct arena a;
	arena_init(&a, 1 << 20);
	struct language fr = { .index = LANG_FR, .code = "fr" };
	struct out out = out_new(&a, 1 << 20);
	struct page_out o = { .out = &out, .arena = &a, .lang = &fr };
	struct values v = { .text = S("<b>\\"R&D\\" 'x'</b>"), .markup = { S("<i>1</i>") },
		.url = { S("/en?a=1&b=2") }, .json = { S("\\"</script> & \\u2028\\"") },
		.z = "it's", .n = 3, .size = 9 };

	for (size_t i = 0; i < COUNT(pages); i++) {
		pages[i](&o, &v);
		out_char(&out, '\\f');
	}
	fwrite(out.p, 1, out.n, stdout);
	arena_free(&a);
	return 0;
}
"""

REFUSED_BY_TYPE = {
    "markup in an attribute": '<p title="{{ v->markup }}">1</p>',
    "markup in a title": "<title>{{ v->markup }}</title>",
    "markup in an address": '<a href="/x/{{ v->markup }}">1</a>',
    "text as a whole address": '<a href="{{ v->text }}">1</a>',
    "string as a whole address": '<a href="{{ v->z }}">1</a>',
    "an address inside another": '<a href="/x?next={{ v->url }}">1</a>',
    "text in a data block": '<script type="application/json">{{ json v->text }}</script>',
    "a number with a fraction": "<p>{{ 1.5 }}</p>",
    "a name that is not there": "<p>{{ v->nothing }}</p>",
    "two values": "<p>{{ v->text, v->text }}</p>",
    "a condition that is none": "{% if v->text %}1{% end %}",
}


def page_of(body, name="page"):
    return f"{{% template {name}_html(const struct values *v) %}}\n{body}\n"


class TemplateCompilerTest(ToolTest):
    tool = "template_compiler.py"

    def arguments(self, *templates):
        return ("--c", "page_html.c", "--h", "page_html.h", *templates)

    def test_pages_are_written_as_meant(self):
        names = [f"page_{i}" for i in range(len(PAGES))]
        bodies = ["{% (void)v %}\n" + body for body, _ in PAGES]
        self.write("values.h", VALUES)
        self.write("page.html", '{% include "values.h" %}\n\n'
                   + page_of("[{{ v->n }}]", "part")
                   + "".join(map(page_of, bodies, names)))
        self.passes(*self.arguments("page.html"))
        self.write("main.c", PROGRAM % ", ".join(f"{name}_html" for name in names))
        written = self.compiled("page_html.c", "main.c", *SOURCES, compiler=COMPILER).split("\f")
        for (body, expected), page in zip(PAGES, written, strict=False):
            with self.subTest(template=body):
                self.assertEqual(page, expected)
        self.assertEqual(len(written), len(PAGES) + 1)

    def test_bad_templates_are_refused(self):
        bad = sorted((ROOT / "tests" / "bad").glob("*.html"))
        self.assertTrue(bad)
        for path in bad:
            with self.subTest(template=path.name):
                expected = EXPECT.match(path.read_text(encoding="utf-8"))
                self.assertTrue(expected, "no {# expect: MESSAGE line N #}")
                result = self.run_tool(*self.arguments(path))
                self.assertEqual(result.returncode, 1, result.stdout)
                place, message = f"{path}:{expected['line']}: ", expected["message"]
                self.assertTrue(result.stdout.startswith(place), result.stdout)
                self.assertIn(message, result.stdout)
                self.assertEqual(list(self.folder.iterdir()), [], "something was written")

    def test_types_refuse_the_rest_at_their_line(self):
        self.write("values.h", VALUES)
        for what, body in REFUSED_BY_TYPE.items():
            with self.subTest(what=what):
                self.write("page.html",
                           '{% include "values.h" %}\n' + page_of(f"<hr>\n{body}"))
                self.passes(*self.arguments("page.html"))
                result = self.command(COMPILER, "-std=gnu17", "-fsyntax-only",
                                      f"-I{ROOT / 'src/base'}", f"-I{ROOT / 'src/ui'}",
                                      "page_html.c")
                self.assertNotEqual(result.returncode, 0)
                self.assertRegex(result.stdout, r"page\.html:4:")

    def test_the_header_declares_each_template(self):
        self.write("a.html", '{% include "values.h" %}\n' + page_of("1", "first")
                   + page_of("2", "second"))
        self.write("b.html", '{% include "other.h" %}\n{% include "values.h" %}\n'
                   "{% template third_html() %}\n3\n")
        self.passes(*self.arguments("a.html", "b.html"))
        header = self.read("page_html.h")
        self.assertEqual(re.findall(r"#\w+ (\w+|\".*\")", header),
                         ["PAGE_HTML_H", "PAGE_HTML_H", '"html.h"', '"values.h"', '"other.h"'])
        self.assertEqual(re.findall(r"^void .*;$", header, re.M), [
            "void first_html(struct page_out *o, const struct values *v);",
            "void second_html(struct page_out *o, const struct values *v);",
            "void third_html(struct page_out *o);"])

    def test_literals_that_meet_are_one_call(self):
        self.write("page.html", page_of('<p class="a">{# b #}&nbsp;</p>\n<p>é"\\ ??/</p>'))
        self.refuses("must be translatable", *self.arguments("page.html"))
        self.write("page.html", page_of('<p class="a">{# b #}&nbsp;</p>\n<p>1"\\ ??/</p>'))
        self.passes(*self.arguments("page.html"))
        self.assertEqual(self.read("page_html.c").count("out_bytes("), 1)

    def test_lines_lead_back(self):
        self.write("page.html", page_of("<p>{{ v->n }}\n{{ v->n +\n1 }}</p>\n{{ v->n }}"))
        self.passes(*self.arguments("page.html"))
        generated = self.read("page_html.c").split("\n")
        own = [i for i, line in enumerate(generated, start=1) if line.endswith('"page_html.c"')]
        self.assertEqual([generated[i - 1] for i in own],
                         [f'#line {i + 1} "page_html.c"' for i in own])
        self.assertEqual([line for line in generated if line.endswith('"page.html"')],
                         [f'#line {line} "page.html"' for line in (1, 2, 3, 5)])


if __name__ == "__main__":
    unittest.main()

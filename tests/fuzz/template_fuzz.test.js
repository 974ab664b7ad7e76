// Hostile texts in each place of tests/fuzz/template_fuzz.html, read back by a parser that follows
// the HTML standard: the elements stay the same, and each value comes back as it went in.
//
// JALON_TEMPLATE_FUZZ is the program; JALON_FUZZ_SEED chooses other random texts.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { parse } from 'parse5';

const RANDOM_TEXTS = 4000;
const SEED = Number(process.env.JALON_FUZZ_SEED ?? 2005);
const SITE = 'https://jalon.example/en/page';
const ADDRESSES = new Set(['href', 'src', 'action', 'formaction']);

const HOSTILE = [
    '', ' ', '\n', '\n\n', '\r', '\r\n', '\t', '\f', '\n<b>', '\ufeff', '\u00a0',
    '<', '>', '&', '"', '\'', '`', '=', '/', '\\', '</', '/>', '<>', '&;', '&#', '&#;', '&#x;',
    '&lt;', '&amp;lt;', '&lt', '&amp', '&copy', '&copy=1', '&notin;', '&#0;', '&#60;', '&#x3c;',
    '<script>alert(1)</script>', '</script><script>alert(1)//', '<!--', '-->', '--!>', '<!-->',
    '<!--<script>', ']]>', '<![CDATA[', '<?xml', '<!doctype html>', '</title><script>',
    '</textarea><script>', '</pre>', '</select><img src=x onerror=alert(1)>', '</option>',
    '</td></tr></table><p>', '</svg><script>', '<foreignObject><script>', '</form><form>',
    '<plaintext>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<xmp>',
    '<math><mi><mglyph><style><img>', '<svg><style><!--</style>', '</body></html><script>',
    '" onmouseover="alert(1)', '\' onmouseover=\'alert(1)', '"><img src=x onerror=alert(1)>',
    '"/><script>', '" x="', 'x onmouseover=alert(1)', '`onmouseover=alert(1)',
    'javascript:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', 'JaVaScRiPt:alert(1)',
    '\u0001javascript:alert(1)', 'javascript&colon;alert(1)', 'data:text/html,<script>',
    'vbscript:x',
    '//evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', '.', '..', '../..',
    '@evil.example', ':80@evil.example', '?x', '#x', '%', '%2', '%2f', '%00', '%0a', 'a b', 'a+b',
    'http://', 'https://', 'https:///evil.example', 'https:evil.example', 'http:\\\\evil.example',
    'https://example.org', 'https://example.org/?a=1&b=2#c', 'HTTPS://EXAMPLE.ORG/"\'<>&',
    'https://example.org/ x', 'https://example.org/\nx', 'https://user:pw@example.org/',
    'http://a:b',
    'https://exemple.org/é', 'http://javascript:alert(1)', 'javascript://https://x/%0aalert(1)',
    '\u2028', '\u2029', '"\u2028', '\\', '\\"', '\\u003c', '\\\\u003c/script>', '\b\v\u001f\u007f',
    '\u0080\u009f', '\ufffd', '\ufffe\uffff', '\u{10ffff}', '\u202e\u2066', 'é', 'e\u0301', 'مرحبا',
    '文化', '👩🏽‍🎨', '＜script＞', '﹤b﹥', 'ʺ onclick=', '+ADw-script+AD4-', '{{ value }}', '{% end %}',
    '$&', '$1', '%s%n', 'A'.repeat(5000), '<'.repeat(3000), '"'.repeat(3000), '&'.repeat(4096),
    'é'.repeat(4097), '\u2028'.repeat(2000), '<b title="'.repeat(500), '</script>'.repeat(500),
];

const PIECES = [
    ...'<>&"\'`=/\\!-?#%;:@.[]{}()$ \n\r\t\f\b\u0001\u007f\u0085\u2028\u2029\u00a0é文\u{1f3a8}aZ09',
    '<!--', '-->', '</', '/>', '<script', '</script', '</title>', '</textarea', '</pre>', '<svg>',
    '<math>', '<style>', '<select>', '<table>', '<td>', '<p>', '<a href=', ' onclick=', '&lt',
    '&amp;', '&#x', '&quot;', 'javascript:', 'https://', 'http://', '//', '\\u', '\\"', ']]>',
    '<![CDATA[',
];

// A small generator of the same numbers for the same seed (mulberry32).
function randomFrom(seed) {
    let state = seed;
    return (below) => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) % below;
    };
}

function randomTexts(count) {
    const random = randomFrom(SEED);
    const start = () => ['', '', 'https://', 'http://e.example/'][random(4)];
    const piece = () => PIECES[random(PIECES.length)];
    const length = () => (random(50) === 0 ? 400 : 1 + random(12));
    return Array.from({ length: count },
        () => start() + Array.from({ length: length() }, piece).join(''));
}

function pagesOf(texts) {
    const input = texts.map((text) => `${text}\0`).join('');
    const run = spawnSync(process.env.JALON_TEMPLATE_FUZZ, { input, maxBuffer: 2 ** 30 });
    assert.equal(run.error, undefined);
    assert.equal(run.status, 0, run.stderr.toString());
    const pages = run.stdout.toString().split('\0');
    assert.equal(pages.pop(), '');
    assert.equal(pages.length, texts.length);
    return pages;
}

// What a page is made of, in order: { path, attribute, value }. Elements have no value.
function partsOf(node, path = '') {
    const parts = (node.childNodes ?? []).flatMap((child) => {
        if (child.nodeName === '#text')
            return [{ path: `${path}/text`, value: child.value }];
        const childPath = `${path}/${child.nodeName}`;
        const attributes = (child.attrs ?? []).map(({ name, value }) =>
            ({ path: `${childPath}@${name}`, attribute: name, value }));
        return [{ path: childPath }, ...attributes, ...partsOf(child, childPath)];
    });
    return parts.filter((part) => part.attribute !== undefined || part.value !== '');
}

const encoded = (text) => encodeURIComponent(text).replace(/[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

// Parsers read CR LF and CR as LF.
const asRead = (text) => text.replace(/\r\n?/g, '\n');

const isExternal = (text) => /^https?:\/\/[^/\\?#:@]/i.test(text) && !/[\0- \x7f"<>]/.test(text);

// The parts a text must give, from those of the page with a harmless one.
function partsExpected(harmless, marker, text) {
    const inAddress = (value) => value.replaceAll(encoded(marker), () => encoded(text))
        .replaceAll(marker, () => text).replace(/^\/\//, '/./');
    const inData = () => JSON.stringify(text);
    const expected = (part) => {
        if (part.value === undefined)
            return part;
        if (part.path.includes('/script/'))
            return { ...part, value: part.value.replace(JSON.stringify(marker), inData) };
        if (ADDRESSES.has(part.attribute))
            return { ...part, value: inAddress(part.value) };
        return { ...part, value: asRead(part.value.replaceAll(marker, () => text)) };
    };
    return harmless.map(expected).filter((part) =>
        part.attribute !== undefined || part.value !== '');
}

// JSON may escape as it likes: what counts is what it says.
function withDataRead(parts) {
    return parts.map((part) => part.path.includes('/script/')
        ? { ...part, value: JSON.parse(part.value) } : part);
}

function assertAddressesAreSafe(parts, text) {
    const hosts = ['jalon.example', 'example.org'];
    for (const { attribute, value } of parts) {
        if (!ADDRESSES.has(attribute) || !URL.canParse(value, SITE))
            continue;
        const url = new URL(value, SITE);
        assert.match(url.protocol, /^https?:$/);
        if (!isExternal(text))
            assert.ok(hosts.includes(url.hostname), `${value} leads to ${url.hostname}`);
    }
}

function assertAllComeBack(texts) {
    const markers = ['mArKeR', 'https://marker.example/'];
    const [plain, external] = pagesOf(markers).map((page) => partsOf(parse(page)));
    const hrefs = (parts) => parts.filter((part) => part.attribute === 'href').map((p) => p.value);
    assert.ok(hrefs(plain).includes(''));
    assert.ok(hrefs(external).includes(markers[1]));
    pagesOf(texts).forEach((page, i) => {
        const text = texts[i];
        const expected = isExternal(text)
            ? partsExpected(external, markers[1], text) : partsExpected(plain, markers[0], text);
        const parts = partsOf(parse(page));
        const saying = `${JSON.stringify(text)} (seed ${SEED})`;
        assert.deepEqual(parts.map((part) => part.path), expected.map((part) => part.path), saying);
        assert.deepEqual(withDataRead(parts), withDataRead(expected), saying);
        assertAddressesAreSafe(parts, text);
    });
}

test('the texts that break other programs come back whole', () => {
    assertAllComeBack(HOSTILE);
});

test('random mixes of markup come back whole', () => {
    assertAllComeBack(randomTexts(RANDOM_TEXTS));
});

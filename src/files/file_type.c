#include "file_type.h"
#include "lang.h"
#include "utf8.h"
#include "zip.h"

#include <string.h>
#include <strings.h>

enum {
	END_BYTES = 1 << 10, /* in which a PDF says that it ends */
	CONTENT_TYPES_MAX_BYTES = 1 << 20,
	BOX_HEAD_BYTES = 8,
	NAME_MAX_CHARS = 100,
	ENDING_MAX_BYTES = 5
};

const struct file_type file_types[] = {
	{ "pdf", "application/pdf", "pdf", "PDF", false, true },
	{ "jpeg", "image/jpeg", "jpg jpeg jpe", "JPEG", true, true },
	{ "png", "image/png", "png", "PNG", true, true },
	{ "webp", "image/webp", "webp", "WebP", true, true },
	{ "gif", "image/gif", "gif", "GIF", true, true },
	{ "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
		"DOCX", false, false },
	{ "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
		"XLSX", false, false },
	{ "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"pptx", "PPTX", false, false },
	{ "odt", "application/vnd.oasis.opendocument.text", "odt", "ODT", false, false },
	{ "ods", "application/vnd.oasis.opendocument.spreadsheet", "ods", "ODS", false, false },
	{ "odp", "application/vnd.oasis.opendocument.presentation", "odp", "ODP", false, false },
	{ "text", "text/plain; charset=utf-8", "txt text md", "TXT", false, false },
	{ "csv", "text/csv; charset=utf-8", "csv", "CSV", false, false },
	{ "mp3", "audio/mpeg", "mp3", "MP3", false, true },
	{ "mp4", "video/mp4", "mp4 m4v m4a", "MP4", false, true },
	{ 0 },
};

/* ---- why not */

static const char taken[] =
	N_("This type of file is not taken. These are: PDF; pictures as JPEG, PNG, WebP or GIF; "
	   "DOCX, XLSX, PPTX, ODT, ODS, ODP; plain text and CSV; MP3 and MP4.");
static const char is_empty[] = N_("This file is empty.");
static const char is_too_large[] =
	N_("This file is larger than 25 MB. Make it smaller, or put it elsewhere and give its "
	   "address as a link.");
static const char is_vector[] =
	N_("SVG pictures can carry scripts and are not taken. Save it as PNG or PDF.");
static const char is_page[] =
	N_("Web pages and XML can carry scripts and are not taken. Save it as PDF or plain text.");
static const char is_program[] =
	N_("Programs are not taken. Documents, pictures, sound and film are.");
static const char is_archive[] = N_("Archives are not taken: attach the files in it one by one.");
static const char is_old_office[] =
	N_("This is a document of an older office program, or one with a password. Save it "
	   "without a password as DOCX, XLSX, PPTX, ODT, ODS, ODP or PDF.");
static const char is_other_picture[] =
	N_("Pictures of this type are not taken. Save it as JPEG, PNG, WebP or GIF.");
static const char is_rtf[] = N_("RTF is not taken. Save it as DOCX, ODT or PDF.");
static const char has_two_faces[] =
	N_("This file could be taken for something else than what it is. Save it anew with the "
	   "program it was made with, or as PDF.");
static const char has_macros[] =
	N_("This document carries macros or other programs. Save it without them, as DOCX, XLSX, "
	   "PPTX, ODT, ODS or ODP, or as PDF.");
static const char has_scripts[] =
	N_("This PDF carries scripts, or starts programs. Print it into a new PDF, and attach "
	   "that one.");
static const char is_locked[] = N_("This document is encrypted. Save it without a password.");
static const char is_bomb[] =
	N_("This document unpacks to far more than it is. Save it anew, or as PDF.");
static const char is_damaged[] =
	N_("This file is damaged or not whole. Save it anew, or send it once more.");
static const char is_no_utf8[] =
	N_("This text is not in UTF-8. Save it as “Text, UTF-8” or “CSV UTF-8”, or as XLSX, ODS, "
	   "DOCX or PDF.");

const struct file_type *file_type_named(struct str name)
{
	for (const struct file_type *t = file_types; t->name; t++)
		if (str_is(name, t->name))
			return t;
	return NULL;
}

static const struct file_type *named(const char *name)
{
	return file_type_named(str_from(name));
}

static const struct file_type *refuse(const char *why, const char **ret_why)
{
	*ret_why = why;
	return NULL;
}

static bool begins(struct str s, size_t at, const char *with, size_t n)
{
	return s.n >= at + n && !memcmp(s.p + at, with, n);
}

#define BEGINS(s, at, literal) begins((s), (at), (literal), sizeof(literal) - 1)

static bool holds(struct str s, const char *what)
{
	return s.n && memmem(s.p, s.n, what, strlen(what));
}

/* ---- PDF */

static int digit_of(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* Does the name stand there? A name may write any character as "#4A". */
static bool is_name_at(struct str s, size_t at, const char *name)
{
	for (; *name; name++) {
		if (at >= s.n)
			return false;
		if (s.p[at] == '#' && s.n - at > 2 && digit_of(s.p[at + 1]) >= 0 &&
			digit_of(s.p[at + 2]) >= 0) {
			if ((digit_of(s.p[at + 1]) << 4 | digit_of(s.p[at + 2])) != *name)
				return false;
			at += 3;
		} else if (s.p[at++] != *name) {
			return false;
		}
	}
	return true;
}

static bool has_name(struct str s, const char *name)
{
	for (const char *p = s.p; (p = memchr(p, '/', (size_t)(s.p + s.n - p))); p++)
		if (is_name_at(s, (size_t)(p - s.p) + 1, name))
			return true;
	return false;
}

static const struct file_type *pdf(struct str s, const char **ret_why)
{
	struct str end = str_from_at(s, s.n > END_BYTES ? s.n - END_BYTES : 0);

	if (!holds(end, "%%EOF"))
		return refuse(is_damaged, ret_why);
	if (has_name(s, "JavaScript") || has_name(s, "Launch"))
		return refuse(has_scripts, ret_why);
	return named("pdf");
}

/* ---- office files */

/* What runs, in whatever folder: macros of Word, Excel and LibreOffice, controls. */
static bool runs(struct str name)
{
	static const char *const parts[] = { "vbaproject", "vbadata", "macrosheets/", "activex",
		"basic/", "scripts/", ".exe", ".dll", ".js", ".vbs", ".jar" };
	char small[256];
	size_t n = name.n < sizeof small ? name.n : sizeof small;

	for (size_t i = 0; i < n; i++)
		small[i] =
			name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] | ' ') : name.p[i];
	for (size_t i = 0; i < COUNT(parts); i++)
		if (holds((struct str){ small, n }, parts[i]))
			return true;
	return name.n > sizeof small;
}

static bool has_what_runs(const struct zip *zip)
{
	for (size_t i = 0; i < zip->n; i++)
		if (runs(zip->v[i].name))
			return true;
	return false;
}

/* The type of the one part that is the document. */
static const struct file_type *open_xml(struct str content_types, const char **ret_why)
{
	static const struct {
		const char *part, *name;
	} parts[] = {
		{ "wordprocessingml.document.main+xml", "docx" },
		{ "spreadsheetml.sheet.main+xml", "xlsx" },
		{ "presentationml.presentation.main+xml", "pptx" },
		{ "presentationml.slideshow.main+xml", "pptx" },
	};

	if (holds(content_types, "macroEnabled") || holds(content_types, "vbaProject"))
		return refuse(has_macros, ret_why);
	for (size_t i = 0; i < COUNT(parts); i++)
		if (holds(content_types, parts[i].part))
			return named(parts[i].name);
	return refuse(is_archive, ret_why);
}

static const struct file_type *open_document(
	const struct zip *zip, struct str mimetype, struct arena *a, const char **ret_why)
{
	const struct zip_entry *manifest = zip_entry(zip, "META-INF/manifest.xml");

	if (manifest && holds(zip_unpack(manifest, CONTENT_TYPES_MAX_BYTES, a), "encryption-data"))
		return refuse(is_locked, ret_why);
	for (const struct file_type *t = file_types; t->name; t++)
		if (str_is(str_trim(mimetype), t->media))
			return t;
	return refuse(is_archive, ret_why);
}

static const struct file_type *office(struct str s, struct arena *a, const char **ret_why)
{
	static const char *const ends[] = {
		[ZIP_BROKEN] = is_damaged, [ZIP_ENCRYPTED] = is_locked, [ZIP_TOO_LARGE] = is_bomb
	};
	struct zip zip;
	enum zip_end end = zip_read(s, a, &zip);

	if (end != ZIP_SOUND)
		return refuse(ends[end], ret_why);
	const struct zip_entry *types = zip_entry(&zip, "[Content_Types].xml");
	const struct zip_entry *mimetype = zip_entry(&zip, "mimetype");
	if (types && mimetype)
		return refuse(has_two_faces, ret_why);
	if (!types && !mimetype)
		return refuse(is_archive, ret_why);
	if (has_what_runs(&zip))
		return refuse(has_macros, ret_why);
	end = zip_check(&zip, s.n);
	if (end != ZIP_SOUND)
		return refuse(ends[end], ret_why);
	if (types)
		return open_xml(zip_unpack(types, CONTENT_TYPES_MAX_BYTES, a), ret_why);
	return open_document(&zip, zip_unpack(mimetype, CONTENT_TYPES_MAX_BYTES, a), a, ret_why);
}

/* ---- sound and film */

/* Bytes of an MPEG layer III frame that begins there; 0: none does. */
static size_t mp3_frame(struct str s, size_t at)
{
	static const unsigned short kbits[2][15] = { { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160,
							     192, 224, 256, 320 },
		{ 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 } };
	static const unsigned short rates[3] = { 44100, 48000, 32000 };
	const unsigned char *p = (const unsigned char *)s.p + at;

	if (s.n < at + 4 || p[0] != 0xFF || (p[1] & 0xE6) != 0xE2)
		return 0;
	const unsigned version = p[1] >> 3 & 3, bits = p[2] >> 4, rate = p[2] >> 2 & 3;
	if (version == 1 || !bits || bits == 15 || rate == 3)
		return 0;
	const unsigned hertz = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
	const unsigned samples = version == 3 ? 144 : 72;
	return samples * 1000 * kbits[version != 3][bits] / hertz + (p[2] >> 1 & 1);
}

/* Where sound begins, behind a tag. */
static size_t mp3_start(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (!BEGINS(s, 0, "ID3") || s.n < 10 || (p[6] | p[7] | p[8] | p[9]) & 0x80)
		return 0;
	return 10 + ((size_t)p[6] << 21 | (size_t)p[7] << 14 | (size_t)p[8] << 7 | p[9]);
}

static bool is_mp3(struct str s)
{
	size_t at = mp3_start(s);

	/* A tag may be filled up with zeros. */
	while (at && at < s.n && !s.p[at])
		at++;
	for (int i = 0; i < 3; i++) {
		size_t n = at < s.n ? mp3_frame(s, at) : 0;

		if (!n)
			return false;
		at += n;
	}
	return true;
}

static uint64_t big_endian(struct str s, size_t at, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | (unsigned char)s.p[at + i];
	return v;
}

/* Boxes from the first byte to the last, with a table of what is in it. */
static bool is_mp4(struct str s)
{
	bool has_table = false;
	size_t at = 0;

	while (s.n - at >= BOX_HEAD_BYTES) {
		uint64_t n = big_endian(s, at, 4), head = BOX_HEAD_BYTES;

		has_table |= BEGINS(s, at + 4, "moov");
		if (n == 1 && s.n - at >= 16) {
			n = big_endian(s, at + 8, 8);
			head = 16;
		}
		if (!n)
			n = s.n - at;
		if (n < head || n > s.n - at)
			return false;
		at += (size_t)n;
	}
	return at == s.n && has_table;
}

static const struct file_type *boxes(struct str s, const char **ret_why)
{
	static const char *const brands[] = { "isom", "iso2", "iso4", "iso5", "iso6", "mp41",
		"mp42", "avc1", "M4V ", "M4A ", "M4VH", "M4VP", "MSNV", "dash", "3gp4", "3gp5",
		"3gp6", "mmp4", "f4v ", "NDSC", "NDSH" };

	for (size_t i = 0; i < COUNT(brands); i++)
		if (begins(s, 8, brands[i], 4))
			return is_mp4(s) ? named("mp4") : refuse(is_damaged, ret_why);
	if (BEGINS(s, 8, "heic") || BEGINS(s, 8, "heix") || BEGINS(s, 8, "mif1") ||
		BEGINS(s, 8, "avif"))
		return refuse(is_other_picture, ret_why);
	return refuse(taken, ret_why);
}

/* ---- text */

static bool begins_alike(struct str s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && !strncasecmp(s.p, with, n);
}

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f')
			return false;
	}
	return true;
}

static bool has_ending(struct str name, const char *ending)
{
	size_t n = strlen(ending);

	return name.n > n && name.p[name.n - n - 1] == '.' &&
	       !strncasecmp(name.p + name.n - n, ending, n);
}

/* Marks within the first bytes, as some browsers once looked for them. */
static const char *page_fault(struct str s)
{
	static const char *const pages[] = { "<!doctype", "<html", "<head", "<body", "<script",
		"<iframe", "<?xml", "<!--", "<?php", "<xsl:", "<math" };

	if (begins_alike(s, "<svg") || (begins_alike(s, "<?xml") && holds(s, "<svg")))
		return is_vector;
	for (size_t i = 0; i < COUNT(pages); i++)
		if (begins_alike(s, pages[i]))
			return is_page;
	return NULL;
}

static const struct file_type *text(struct str s, struct str name, const char **ret_why)
{
	const char *fault;

	if (BEGINS(s, 0, "\xEF\xBB\xBF"))
		s = str_from_at(s, 3);
	fault = page_fault(str_trim(s));
	if (!fault && BEGINS(s, 0, "#!"))
		fault = is_program;
	if (!fault && BEGINS(s, 0, "{\\rtf"))
		fault = is_rtf;
	if (fault)
		return refuse(fault, ret_why);
	if (!is_plain(s))
		return refuse(
			BEGINS(s, 0, "\xFF\xFE") || BEGINS(s, 0, "\xFE\xFF") ? is_no_utf8 : taken,
			ret_why);
	if (!utf8_is_text(s))
		return refuse(is_no_utf8, ret_why);
	return named(has_ending(name, "csv") ? "csv" : "text");
}

/* ---- all */

/* To add what is refused by name: a row, with how it begins. */
static const struct {
	struct str begins;
	const char *why;
} refused[] = {
	{ S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), is_old_office },
	{ S("MZ"), is_program },
	{ S("\x7F"
	    "ELF"),
		is_program },
	{ S("\xCA\xFE\xBA\xBE"), is_program },
	{ S("\xCF\xFA\xED\xFE"), is_program },
	{ S("Rar!"), is_archive },
	{ S("7z\xBC\xAF"), is_archive },
	{ S("\x1F\x8B"), is_archive },
	{ S("BZh"), is_archive },
	{ S("\xFD"
	    "7zXZ"),
		is_archive },
	{ S("PK\5\6"), is_archive },
	{ S("BM"), is_other_picture },
	{ S("II*\0"), is_other_picture },
	{ S("MM\0*"), is_other_picture },
	{ S("8BPS"), is_other_picture },
	{ S("%!PS"), is_other_picture },
};

/* By what it begins with; NULL with no `ret_why`: nothing that is known. */
static const struct file_type *marked(struct str s, const char **ret_why)
{
	if (BEGINS(s, 0, "%PDF-"))
		return pdf(s, ret_why);
	if (BEGINS(s, 0, "\xFF\xD8\xFF"))
		return named("jpeg");
	if (BEGINS(s, 0, "\x89PNG\r\n\x1A\n"))
		return named("png");
	if (BEGINS(s, 0, "RIFF") && BEGINS(s, 8, "WEBP"))
		return named("webp");
	if (BEGINS(s, 0, "GIF87a") || BEGINS(s, 0, "GIF89a"))
		return named("gif");
	if (BEGINS(s, 4, "ftyp"))
		return boxes(s, ret_why);
	for (size_t i = 0; i < COUNT(refused); i++)
		if (str_starts(s, refused[i].begins) && !utf8_is_text(s))
			return refuse(refused[i].why, ret_why);
	return is_mp3(s) ? named("mp3") : NULL;
}

const struct file_type *file_type_of(
	struct str bytes, struct str name, struct arena *a, const char **ret_why)
{
	const struct file_type *t;

	*ret_why = NULL;
	if (!bytes.n)
		return refuse(is_empty, ret_why);
	if (bytes.n > FILE_KEPT_MAX_BYTES)
		return refuse(is_too_large, ret_why);
	if (BEGINS(bytes, 0, "PK\3\4"))
		return office(bytes, a, ret_why);
	t = marked(bytes, ret_why);
	if (!t && !*ret_why)
		t = text(bytes, name, ret_why);
	if (t && zip_is_behind(bytes))
		return refuse(has_two_faces, ret_why);
	return t;
}

/* ---- names */

/* Invisible, or turns the direction around: "fdp.exe" would look like "exe.pdf". */
static bool misleads(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	const unsigned third = s.n - at > 2 ? p[2] : 0;

	if (p[0] == 0xE2 && p[1] == 0x80)
		return (third >= 0x8B && third <= 0x8F) || (third >= 0xA8 && third <= 0xAE);
	if (p[0] == 0xE2 && p[1] == 0x81)
		return third >= 0xA0 && third <= 0xAF;
	return p[0] == 0xEF && p[1] == 0xBB && third == 0xBF;
}

static size_t length_at(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Without what file systems and shells take for something else. */
static struct str name_cleaned(struct arena *a, struct str name)
{
	char *p = arena_take(a, name.n + 1);
	size_t n = 0, length;

	for (size_t i = 0; i < name.n; i += length) {
		length = length_at((unsigned char)name.p[i]);
		if (length > name.n - i)
			break;
		if (length == 3 && misleads(name, i))
			continue;
		if (length == 1 && (name.p[i] < ' ' || name.p[i] == 0x7f))
			continue;
		memcpy(p + n, name.p + i, length);
		if (length == 1 && strchr("\\/:*?\"<>|;", p[n]))
			p[n] = '-';
		n += length;
	}
	return str_trim((struct str){ p, n });
}

/* Without the ending, if it has one of the type's, which is told apart; else the usual one is. */
static struct str stem_of(
	struct arena *a, struct str name, const struct file_type *type, struct str *ret_ending)
{
	struct str endings = str_from(type->endings), one;

	*ret_ending = (struct str){ endings.p, str_find(endings, ' ') };
	while (str_cut(&endings, ' ', &one)) {
		if (!has_ending(name, str_z(a, one)))
			continue;
		*ret_ending = str_from_at(name, name.n - one.n);
		name.n -= one.n + 1;
		return name;
	}
	return name;
}

static bool is_edge(char c)
{
	return c == '.' || c == '-' || c == ' ';
}

/* At most so many characters, not ended by what programs take off. */
static struct str cut_stem(struct str stem)
{
	size_t n = 0;

	for (int chars = 0; n < stem.n && chars < NAME_MAX_CHARS; chars++)
		n += length_at((unsigned char)stem.p[n]);
	while (n && (stem.p[n - 1] == '.' || stem.p[n - 1] == ' '))
		n--;
	return (struct str){ stem.p, n };
}

struct str file_name_kept(struct arena *a, struct str name, const struct file_type *type)
{
	struct str ending;

	name = utf8_is_text(name) ? name_cleaned(a, str_file_name(name)) : S("");
	while (name.n && is_edge(name.p[0]))
		name = str_from_at(name, 1);
	name = cut_stem(stem_of(a, name, type, &ending));
	if (!name.n)
		name = S("file");
	return str_printf(a, STR_FMT "." STR_FMT, STR_ARG(name), STR_ARG(ending));
}

// Files as people attach them, and as those make them who mean harm.

import { crc32 as crc, deflateRawSync, deflateSync } from "node:zlib";

const bytes = (...parts) => Buffer.concat(parts.map((part) =>
	typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part)));
const u16 = (n) => Buffer.from([n & 255, n >> 8 & 255]);
const u32 = (n) => Buffer.from([n & 255, n >> 8 & 255, n >> 16 & 255, n >>> 24]);
const big32 = (n) => Buffer.from(u32(n)).reverse();

// As PNG and ZIP count it.
function sum(data) {
	if (crc) return crc(data) >>> 0;
	let rest = 0xffffffff;
	for (const byte of data) {
		rest ^= byte;
		for (let i = 0; i < 8; i++) rest = rest >>> 1 ^ (rest & 1 ? 0xedb88320 : 0);
	}
	return ~rest >>> 0;
}

// ---- pictures, 24 by 12

const JPEG = Buffer.from(
	"/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywt" +
	"QFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09P" +
	"T09PT09PT09PT09PT09PT09PT0//wAARCAAMABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAUG/8QAGRAA" +
	"AQUAAAAAAAAAAAAAAAAAAAISFFFh/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAUG/8QAFxEAAwEAAAAAAAAAAAAAAAAAAAMV" +
	"Fv/aAAwDAQACEQMRAD8Ay0jRI0mvVYeqzR59RVtsKUjQTXqsDPqFth//2Q==", "base64");
const WEBP = Buffer.from(
	"UklGRmwAAABXRUJQVlA4IGAAAADwAwCdASoYAAwAPrVKnkmnJCKhMAgA4BaJbACdMoHgA5/8ChCZjkBkAP7wV2/5rvB8" +
	"LXi81XhVE3JKB7EQ9k//xQrj1vJP/kt7YD+hzt9vK6AE1ebCAkoFVzBaUC8AAAA=", "base64");
const GIF = Buffer.from(
	"R0lGODlhGAAMAPMAAP8AAOgAF9EALrkARqIAXYsAdHQAi10AokYAuS4A0RcA6AAA/wAAAAAAAAAAAAAAACH5BAAAAAAA" +
	"LAAAAAAYAAwAAAREEMhJq50h6827FmAojmQ4nGiqrijhvnAsv0Vt33huG3zv/8DeYUgsGo9EhHLJbDqXiah0Sq1KFdis" +
	"dsvNLr7gsHgMjgAAOw==", "base64");

// EXIF as a telephone writes it: which side is up, and where it was.
export const PLACE = "48.8566N 2.3522E, taken by Ana Lima";
export function exif(orientation = 1) {
	const head = bytes("MM\0*", big32(8), [0, 2], [1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
		[1, 0x0e, 0, 2], big32(PLACE.length), big32(38), big32(0));
	return bytes(head, PLACE);
}

const segment = (mark, data) =>
	bytes([0xff, mark, data.length + 2 >> 8, data.length + 2 & 255], data);

export const jpeg = (orientation = 1) => bytes(JPEG.subarray(0, 2),
	segment(0xe1, bytes("Exif\0\0", exif(orientation))), JPEG.subarray(2, 20),
	segment(0xe1, bytes("http://ns.adobe.com/xap/1.0/\0", `<x:xmpmeta>${PLACE}</x:xmpmeta>`)),
	segment(0xed, bytes("Photoshop 3.0\0", PLACE)), segment(0xfe, bytes(PLACE)),
	segment(0xe2, bytes("ICC_PROFILE\0", [1, 1], "colours")), JPEG.subarray(20));

export const chunk = (type, data = "") => {
	const body = bytes(type, data);
	return bytes(big32(body.length - 4), body, big32(sum(body)));
};

export function png({ width = 24, height = 12, extra = [] } = {}) {
	const line = Buffer.alloc(1 + 3 * 24, 0x77);
	line[0] = 0;
	return bytes("\x89PNG\r\n\x1a\n",
		chunk("IHDR", bytes(big32(width), big32(height), [8, 2, 0, 0, 0])),
		...extra, chunk("IDAT", deflateSync(Buffer.concat(Array(12).fill(line)))), chunk("IEND"));
}

export const gif = () => bytes(GIF.subarray(0, 61), "!\xfe", [PLACE.length], PLACE, [0],
	GIF.subarray(61));

const riff = (type, data) => bytes(type, u32(data.length), data, data.length & 1 ? [0] : []);
export function webp() {
	const body = bytes("WEBP", riff("VP8X", bytes([0x0c, 0, 0, 0, 23, 0, 0, 11, 0, 0])),
		WEBP.subarray(12), riff("EXIF", exif(1)), riff("XMP ", bytes(PLACE)));
	return bytes("RIFF", u32(body.length), body);
}

// ---- documents

export const pdf = (inside = "") => bytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
	"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n", inside,
	"\nxref\n0 3\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n100\n%%EOF\n");

// Entries: [name, content, {stored, says, flags}]; `says` is what the size is said to be.
export function zip(entries, { comment = "" } = {}) {
	const parts = [], directory = [];
	let at = 0;

	for (const [name, content, { stored = false, says, flags = 0, place } = {}] of entries) {
		const raw = Buffer.from(content), packed = stored ? raw : deflateRawSync(raw);
		const facts = bytes(u16(20), u16(flags), u16(stored ? 0 : 8), u32(0), u32(sum(raw)),
			u32(packed.length), u32(says ?? raw.length), u16(name.length), u16(0));
		const local = bytes("PK\x03\x04", facts, name, packed);

		directory.push(bytes("PK\x01\x02", u16(20), facts, u16(0), u16(0), u16(0), u32(0),
			u32(place ?? at), name));
		if (place === undefined) {
			parts.push(local);
			at += local.length;
		}
	}
	const listed = bytes(...directory);
	return bytes(...parts, listed, "PK\x05\x06", u32(0), u16(entries.length), u16(entries.length),
		u32(listed.length), u32(at), u16(comment.length), comment);
}

const MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
export const TYPES = ["[Content_Types].xml",
	`<Types><Override PartName="/word/document.xml" ContentType="${MAIN}"/></Types>`];
export const docx = (...more) => zip([TYPES, ["word/document.xml", "<w:document/>"], ...more]);
export const odt = (...more) => zip([
	["mimetype", "application/vnd.oasis.opendocument.text", { stored: true }],
	["content.xml", "<office:document-content/>"], ...more]);

const MP3_FRAME = bytes([0xff, 0xfb, 0x90, 0x00], Buffer.alloc(413));
export const mp3 = () => bytes("ID3\x03\0\0\0\0\0\0", MP3_FRAME, MP3_FRAME, MP3_FRAME, MP3_FRAME);
const box = (type, data = "") => bytes(big32(8 + data.length), type, data);
export const mp4 = () => bytes(box("ftyp", "isom\0\0\x02\0isommp42"), box("moov", "12345678"),
	box("mdat", "sound and film"));

// ---- what is taken, and as what: [name, bytes, media type]

export const TAKEN = [
	["report.pdf", pdf(), "application/pdf"],
	["photo.jpg", jpeg(), "image/jpeg"],
	["drawing.png", png(), "image/png"],
	["moving.gif", gif(), "image/gif"],
	["picture.webp", webp(), "image/webp"],
	["letter.docx", docx(),
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
	["letter.odt", odt(), "application/vnd.oasis.opendocument.text"],
	["notes.txt", bytes("Learnt: ask artists first.\n"), "text/plain; charset=utf-8"],
	["figures.csv", bytes("year,n\n2024,12\n"), "text/csv; charset=utf-8"],
	["song.mp3", mp3(), "audio/mpeg"],
	["film.mp4", mp4(), "video/mp4"],
];

// ---- what is not: [name, bytes, what is said]

const html = "<!doctype html><script>alert(1)</script>";
const bomb = deflateRawSync(Buffer.alloc(40 << 20));

export const REFUSED = [
	["report.pdf", zip([["a.txt", "hello"]]), /Archives are not taken/],
	["letter.docx", zip([["a.txt", "hello"]]), /Archives are not taken/],
	["picture.svg", bytes("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
		/SVG/],
	["picture.png", bytes("<?xml version='1.0'?><svg onload='alert(1)'/>"), /SVG/],
	["page.html", bytes(html), /Web pages/],
	["page.txt", bytes("  \n", html), /Web pages/],
	["page.pdf", bytes(html, pdf()), /Web pages/],
	["late.pdf", bytes("x".repeat(10), "\0", pdf()), /This type of file is not taken/],
	["half.pdf", bytes("%PDF-1.4\n", "x".repeat(3000)), /damaged/],
	["script.pdf", pdf("3 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"), /scripts/],
	["hidden.pdf", pdf("3 0 obj<</S/J#61vaScr#69pt/JS(app.alert(1))>>endobj"), /scripts/],
	["launch.pdf", pdf("3 0 obj<</S/Launch/F(cmd.exe)>>endobj"), /scripts/],
	["both.pdf", bytes(pdf(), zip([["a.js", "alert(1)"]]).subarray(0), "%%EOF"), /something else/],
	["both.png", bytes(png(), zip([["a.txt", "x"]])), /something else/],
	["both.jpg", bytes(jpeg(), zip([["a.txt", "x"]])), /something else/],
	["both.gif", bytes(gif(), zip([["a.txt", "x"]])), /something else/],
	["both.docx", docx(["mimetype", "application/vnd.oasis.opendocument.text"]), /something else/],
	["before.docx", bytes("MZ\0\0", docx()), /Programs/],
	["behind.docx", bytes(docx(), "<script>"), /damaged/],
	["macro.docx", docx(["word/vbaProject.bin", "x"]), /macros/],
	["macro.docm", zip([[TYPES[0], TYPES[1].replace("document.main", "x.macroEnabled.main")]]),
		/macros/],
	["macro.odt", odt(["Basic/Standard/Module1.xml", "x"]), /macros/],
	["locked.docx", docx(["word/a.xml", "x", { flags: 1 }]), /encrypted/],
	["locked.odt", odt(["META-INF/manifest.xml", "<manifest:encryption-data/>"]), /encrypted/],
	["old.doc", bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x".repeat(600)), /older office program/],
	["bomb.docx", docx(["word/media/a.bin", Buffer.alloc(40 << 20)]), /unpacks to far more/],
	["lying.docx", docx(["word/a.bin", bomb, { stored: false, says: 100 }]), /damaged/],
	["deep.docx", docx(["word/a.xml", Buffer.alloc(9000), { says: 2000 }]), /damaged/],
	["twice.docx", docx(["[Content_Types].xml", TYPES[1], { place: 0 }]), /damaged/],
	["huge.png", png({ width: 20000, height: 20000 }), /100 million pixels/],
	["half.png", png().subarray(0, 60), /damaged/],
	["half.jpg", jpeg().subarray(0, 200), /damaged/],
	["half.gif", gif().subarray(0, 40), /damaged/],
	["setup.exe", bytes("MZ\x90\0\x03\0\0\0", "x".repeat(100)), /Programs/],
	["run.sh", bytes("#!/bin/sh\nrm -rf /\n"), /Programs/],
	["things.7z", bytes("7z\xbc\xaf\x27\x1c\0\x04"), /Archives/],
	["photo.heic", bytes("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), /Pictures of this type/],
	["photo.bmp", bytes("BM", "\xff\0\0\0\0\0"), /Pictures of this type/],
	["notes.txt", bytes("d\xe9couvrir"), /not in UTF-8/],
	["notes.rtf", bytes("{\\rtf1\\ansi x}"), /RTF/],
	["noise.bin", bytes("\x01\x02\x03\xff\xfe\0\x80"), /This type of file is not taken/],
	["empty.pdf", bytes(""), /empty/],
];

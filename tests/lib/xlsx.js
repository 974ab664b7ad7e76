// A workbook taken apart by another's hand: Python's zipfile and its XML parser, which refuses what
// is not well-formed.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

const SCRIPT = `
import io, json, re, sys, zipfile
import xml.etree.ElementTree as tree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
KEY = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
book = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert book.testzip() is None
parts = {name: tree.fromstring(book.read(name)) for name in book.namelist()
         if name.endswith((".xml", ".rels"))}
targets = {rel.get("Id"): rel.get("Target") for rel in parts["xl/_rels/workbook.xml.rels"]}


def place(ref):
    at = 0
    for letter in re.match("[A-Z]+", ref).group():
        at = 26 * at + ord(letter) - 64
    return at - 1


def shown(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code.group(1), 16)), text)


def value(cell):
    if cell.get("t") == "inlineStr":
        return shown("".join(t.text or "" for t in cell.iter(MAIN + "t")))
    assert cell.get("t") is None, cell.attrib
    return float(cell.find(MAIN + "v").text)


def rows(sheet):
    found = []
    for row in sheet.iter(MAIN + "row"):
        while len(found) < int(row.get("r")):
            found.append([])
        for cell in row:
            at = place(cell.get("r"))
            found[-1] += [""] * (at + 1 - len(found[-1]))
            found[-1][at] = value(cell)
    return found


sheets = {}
for sheet in parts["xl/workbook.xml"].iter(MAIN + "sheet"):
    root = parts["xl/" + targets[sheet.get(KEY)]]
    sheets[sheet.get("name")] = {
        "rows": rows(root),
        "frozen": [pane.get("ySplit") for pane in root.iter(MAIN + "pane")],
        "bold": sorted({cell.get("r").strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                        for cell in root.iter(MAIN + "c") if cell.get("s")}),
        "alive": len(list(root.iter(MAIN + "f"))) + len(list(root.iter(MAIN + "hyperlink"))),
    }
json.dump(sheets, sys.stdout)
`;

// {name: {rows, frozen, bold, alive}} of the sheets in their order: texts and numbers as they
// are, an empty cell as "", rows as long as they are filled; how many rows are frozen, which rows
// are bold, how many formulas and links there are.
export function readWorkbook(bytes) {
	const done = spawnSync("python3", ["-c", SCRIPT],
		{ input: bytes, encoding: "utf8", maxBuffer: 1 << 28 });

	assert.equal(done.status, 0, done.stderr);
	return JSON.parse(done.stdout);
}

// The same rows as a CSV file would have them: all texts, all rows of one length.
export function asTexts(rows) {
	return rows.map((row) => rows[0].map((_, i) => String(row[i] ?? "")));
}

// CSV, read and written independently of Jalon's own reader.

// Rows of cells; throws where a quote is broken.
export function parseCsv(text) {
	const rows = [];
	const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;
	let row = [];

	while (cell.lastIndex < text.length || row.length) {
		const found = cell.exec(text);
		if (!found) throw new Error(`broken CSV in row ${rows.length + 1}`);
		const [, raw, end] = found;
		row.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
		if (end !== ",") {
			rows.push(row);
			row = [];
		}
	}
	return rows;
}

// One object for each row, by the names of the first row.
export function parseTable(text) {
	const [names, ...rows] = parseCsv(text);

	return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}

function writeCell(text) {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function writeCsv(rows) {
	return rows.map((row) => row.map(writeCell).join(",") + "\n").join("");
}

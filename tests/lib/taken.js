// A file that was taken along, as “Save” in it writes it, and as those change it who mean harm.

const BLOCK = (id) =>
	new RegExp(`(<script type="application/json" id="${id}">)(.*?)(</script>)`, "s");
const escaped = (value) => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) =>
	`\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
const withBlock = (file, id, value) =>
	file.replace(BLOCK(id), (_, open, __, close) => open + escaped(value) + close);

// The block of that id, with its element.
export const wholeBlock = (file, id) => BLOCK(id).exec(file)[0];
// "jalon-record" or "jalon-typed", read.
export const blockOf = (file, id) => JSON.parse(BLOCK(id).exec(file)[2]);

// With what Jalon wrote changed.
export function sealed(file, change) {
	const block = blockOf(file, "jalon-record");

	change(block);
	return withBlock(file, "jalon-record", block);
}

export const typed = (file, texts) => withBlock(file, "jalon-typed", texts);

// What an eye would notice, as functions that run inside the page. Each returns sentences.
// They are sent to the browser as text: each has to stand alone.

// What is wider than the window, unless it lies in a part that scrolls by itself.
export function findSideways() {
	const width = document.documentElement.clientWidth;
	const name = (e) => `${e.tagName.toLowerCase()}${e.className ? "." + e.className : ""}`;
	const scrolls = (e) => e && e !== document.body && e !== document.documentElement &&
		(["auto", "scroll"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
	const sticksOut = (e) => {
		const box = e.getBoundingClientRect();
		return box.width > 1 && box.height > 1 && (box.right > width + 1 || box.left < -1);
	};
	const wrong = [...document.querySelectorAll("body *")]
		.filter((e) => sticksOut(e) && !scrolls(e.parentElement))
		.map((e) => `${name(e)} sticks out: "${e.textContent.trim().slice(0, 40)}"`);

	if (document.documentElement.scrollWidth > width) {
		wrong.push(`the page is ${document.documentElement.scrollWidth} px wide in ${width}`);
	}
	return wrong.slice(0, 5);
}

// Text that its own box cuts off.
export function findClippedText() {
	const isHidden = (e) => e.closest(".hidden, .skip");
	const cuts = (e) => {
		const style = getComputedStyle(e);
		const across = style.overflowX === "hidden" || style.overflowX === "clip";
		const down = style.overflowY === "hidden" || style.overflowY === "clip";
		return (across && e.scrollWidth > e.clientWidth + 1) || (down && e.scrollHeight > e.clientHeight + 1);
	};
	const isSpilt = (e) => getComputedStyle(e).display !== "inline" && e.clientWidth > 0 &&
		getComputedStyle(e).overflowX === "visible" && e.scrollWidth > e.clientWidth + 1;

	return [...document.querySelectorAll("header *, main *, footer *")]
		.filter((e) => !isHidden(e) && (cuts(e) || isSpilt(e)))
		.map((e) => `"${e.textContent.trim().slice(0, 40)}" does not fit its ${e.tagName.toLowerCase()}`)
		.slice(0, 5);
}

// Two texts drawn over each other by more than a third of a line.
export function findOverlaps() {
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const lines = [];

	while (walker.nextNode()) {
		const node = walker.currentNode, parent = node.parentElement;
		if (!node.data.trim() || parent.closest(".hidden, .skip, option") || !parent.checkVisibility()) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		for (const box of range.getClientRects()) if (box.width > 1) lines.push({ node, box });
	}
	const shared = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]);
	const overlap = (a, b) => a.node !== b.node && shared(a.box, b.box, "left", "right") > 2 &&
		shared(a.box, b.box, "top", "bottom") > Math.min(a.box.height, b.box.height) / 3;
	const wrong = [];

	for (let i = 0; i < lines.length; i++) {
		for (let j = i + 1; j < lines.length; j++) {
			if (!overlap(lines[i], lines[j])) continue;
			const [one, other] = [lines[i], lines[j]].map((l) => l.node.data.trim().slice(0, 30));
			wrong.push(`"${one}" and "${other}" overlap`);
		}
	}
	return wrong.slice(0, 5);
}

// Texts with less than 4.5:1 on white paper; backgrounds are not printed.
export function findPaleText() {
	const channel = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
	const onWhite = (colour) => {
		const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
		return 1.05 / (0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b) + 0.05);
	};
	const ownText = (e) => [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE)
		.map((n) => n.data.trim()).join(" ").trim();

	return [...document.querySelectorAll("body *")]
		.filter((e) => e.checkVisibility() && ownText(e) && onWhite(getComputedStyle(e).color) < 4.5)
		.map((e) => `"${ownText(e).slice(0, 40)}" is pale on paper: ${getComputedStyle(e).color}`)
		.slice(0, 5);
}

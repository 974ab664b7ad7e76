// What an eye would notice, as functions that run inside the page. Those that find something wrong
// return sentences. They are sent to the browser as text: each has to stand alone.

// Opens whatever can be opened, so that it is seen too.
export function openAll() {
	for (const one of document.querySelectorAll("details")) one.open = true;
}

// What is wider than the window, unless it lies in a part that scrolls by itself.
export function findSideways() {
	const page = document.documentElement, width = page.clientWidth;
	const isScroller = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX);
	const scrolls = (e) => e !== document.body && (isScroller(e) || scrolls(e.parentElement));
	const sticksOut = (e) => {
		const box = e.getBoundingClientRect();
		const isSeen = box.width > 1 && box.height > 1;
		return isSeen && (box.right > width + 1 || box.left < -1);
	};
	const wrong = [...document.querySelectorAll("body *")]
		.filter((e) => sticksOut(e) && !scrolls(e.parentElement))
		.map((e) => `${e.tagName} sticks out: "${e.textContent.trim().slice(0, 40)}"`);

	if (page.scrollWidth > width) wrong.push(`is ${page.scrollWidth} px wide in ${width}`);
	return wrong.slice(0, 5);
}

// Text that its box cuts off, or that runs over the edge of its box.
export function findMisfits() {
	const doesFit = (e) => {
		const style = getComputedStyle(e);
		const isTooWide = e.scrollWidth > e.clientWidth + 1;
		const isTooHigh = e.scrollHeight > e.clientHeight + 1;
		if (style.display === "inline" || /auto|scroll/.test(style.overflowX)) return true;
		if (e.matches("input")) return true; // one line, in which one goes along
		return !isTooWide && !(isTooHigh && /hidden|clip/.test(style.overflowY));
	};

	return [...document.querySelectorAll("header *, main *, footer *")]
		.filter((e) => e.checkVisibility() && !e.closest(".hidden, .skip") && !doesFit(e))
		.map((e) => `"${e.innerText.trim().slice(0, 40)}" does not fit its ${e.tagName}`)
		.slice(0, 5);
}

// Two texts drawn over each other by more than a third of a line.
export function findOverlaps() {
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const lines = [];

	while (walker.nextNode()) {
		const node = walker.currentNode, parent = node.parentElement;
		if (!node.data.trim() || !parent.checkVisibility()) continue;
		if (parent.closest(".hidden, .skip, option")) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
		lines.push(...boxes.map((box) => ({ node, box })));
	}
	const across = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
	const down = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
	const overlap = (a, b) => a.node !== b.node && across(a.box, b.box) > 2 &&
		down(a.box, b.box) > Math.min(a.box.height, b.box.height) / 3;

	return lines
		.map((line, i) => [line, lines.slice(i + 1).find((other) => overlap(line, other))])
		.filter(([, other]) => other)
		.map((pair) => pair.map(({ node }) => `"${node.data.trim().slice(0, 30)}"`))
		.map((texts) => `${texts.join(" and ")} overlap`)
		.slice(0, 5);
}

// Texts with less than 4.5:1 on white paper; backgrounds are not printed.
export function findPaleTexts() {
	const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
	const onWhite = (colour) => {
		const [r, g, b] = colour.match(/[\d.]+/g).map((part) => channel(part / 255));
		return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
	};
	const ownText = (e) => [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE)
		.map((n) => n.data).join("").trim();

	return [...document.querySelectorAll("body *")]
		.filter((e) => e.checkVisibility() && ownText(e))
		.map((e) => ({ text: ownText(e), colour: getComputedStyle(e).color }))
		.filter(({ colour }) => onWhite(colour) < 4.5)
		.map(({ text, colour }) => `"${text.slice(0, 40)}" is pale on paper: ${colour}`)
		.slice(0, 5);
}

// Texts of pictures with less than 4.5:1 on the page, shapes with less than 3:1. Shapes that only
// part others, and the lines behind, need none.
export function findPalePictures() {
	const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
	const luminance = (colour) => {
		const [r, g, b] = colour.match(/[\d.]+/g).map((part) => channel(part / 255));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const page = luminance(getComputedStyle(document.body).backgroundColor);
	const contrast = (colour) => {
		const [dark, light] = [page, luminance(colour)].sort((a, b) => a - b);
		return (light + 0.05) / (dark + 0.05);
	};
	const isPale = (e) => {
		const { fill, stroke } = getComputedStyle(e), isText = e.tagName === "text";
		const paints = (isText ? [fill] : [fill, stroke]).filter((paint) => /^rgb/.test(paint));
		return paints.length && paints.every((paint) => contrast(paint) < (isText ? 4.5 : 3));
	};

	return [...document.querySelectorAll("svg text, svg .shape, svg .course, svg .open, svg .now")]
		.filter(isPale)
		.map((e) => `${e.tagName}.${e.getAttribute("class")} is pale: ${e.textContent.trim()}`)
		.slice(0, 5);
}

// What is of no use on paper: not what one writes in, which is printed as the text that it is, nor
// boxes that are ticked by hand.
export function findControls() {
	const isBox = (e) => e.closest(".by-hand") && e.matches('[type="checkbox"], [type="radio"]');
	const isText = (e) => e.closest(".writing, .comparing") && !e.matches("button, .button, nav") &&
		!(e.type === "checkbox" && !e.checked) && e.tagName !== "SELECT";

	return [...document.querySelectorAll("nav, form, button, .button, input, select, .skip")]
		.filter((e) => e.checkVisibility() && !isText(e) && !isBox(e))
		.map((e) => `${e.tagName}.${e.className} is printed`);
}

export function findMotion() {
	const isStill = (style) =>
		style.animationName === "none" && /^(0s(, )?)+$/.test(style.transitionDuration);

	return [...document.querySelectorAll("*")]
		.filter((e) => !isStill(getComputedStyle(e)))
		.map((e) => `${e.tagName}.${e.className} moves`);
}

// Where the focus is: what it is on, the number of the part of the page, and how it shows.
export function lookAtFocus() {
	const parts = [".skip", "header", ".crumbs", ".search", ".chips", "section, article",
		".facets, aside", "footer"];
	const one = document.activeElement, box = one.getBoundingClientRect();
	const style = getComputedStyle(one);
	const middle = [box.left + box.width / 2, box.top + box.height / 2];
	const seen = document.elementFromPoint(...middle);
	const isInside = box.top >= -1 && box.bottom <= innerHeight + 1 &&
		box.left >= -1 && box.right <= innerWidth + 1;

	one.setAttribute("data-visited", "");
	return {
		what: `${one.tagName} "${one.textContent.trim().slice(0, 30)}"`,
		part: one === document.body ? -1 : parts.findIndex((part) => one.closest(part)),
		outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
		isInSight: isInside && !!seen && (one.contains(seen) || seen.contains(one)),
	};
}

// What can be used and was not met by lookAtFocus().
export function findMissed() {
	return [...document.querySelectorAll("a[href], summary, button, input, select")]
		.filter((e) => e.checkVisibility() && !e.hasAttribute("data-visited"))
		.map((e) => e.outerHTML);
}

// biome-ignore-all lint/correctness/noUnusedVariables: whoever reads this file calls the function.
// What does not fit: read as text and run inside the page, so it is one function that needs nothing from outside.

/** Complaints about text that is cut off or sticks out, and about controls that lie on each other. Empty when all fits. */
function findClipped() {
	const slack = 1.5;
	const complaints = new Set();
	const named = (element) => {
		const text = (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 50);
		return `${element.tagName.toLowerCase()}.${String(element.getAttribute("class") ?? "").split(" ")[0]} "${text}"`;
	};
	const seen = (element) => {
		// What a closed disclosure holds has a box, but nobody sees it.
		if (!element.checkVisibility()) return false;
		for (let one = element; one; one = one.parentElement) {
			const style = getComputedStyle(one);
			if (style.display === "none" || style.visibility === "hidden" || Number(style.opacity) === 0) return false;
			const box = one.getBoundingClientRect();
			// For those who hear the page: a box of one pixel, or clipped away.
			if ((box.width <= 1 && box.height <= 1) || /inset\(50%|rect\(0/.test(`${style.clipPath}${style.clip}`))
				return false;
		}
		return true;
	};
	/** The nearest box that cuts off sideways what does not fit; null where one can scroll to it. */
	const cutter = (element) => {
		for (let one = element; one; one = one.parentElement) {
			const { overflowX } = getComputedStyle(one);
			if (overflowX === "auto" || overflowX === "scroll") return null;
			if (overflowX === "hidden" || overflowX === "clip") return one;
		}
		return document.documentElement;
	};
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const element = node.parentElement;
		if (!element || !node.textContent?.trim() || !seen(element)) continue;
		// Shortened on purpose, with three dots: rows of one height, each of which opens to the whole text.
		if (getComputedStyle(element).webkitLineClamp !== "none") continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		const box = element.ownerSVGElement ?? cutter(element);
		const limit = box?.getBoundingClientRect();
		const own = boxOf(element);
		const around = element.ownerSVGElement || !own ? null : own.getBoundingClientRect();
		for (const rect of range.getClientRects()) {
			if (rect.width === 0) continue;
			if (limit && (rect.left < limit.left - slack || rect.right > limit.right + slack)) {
				complaints.add(`cut off by ${box ? named(box).split(" ")[0] : ""}: ${named(element)}`);
			}
			if (around && (rect.left < around.left - slack || rect.right > around.right + slack)) {
				complaints.add(`sticks out of its box: ${named(element)}`);
			}
			if (limit && around && (rect.top < around.top - 6 || rect.bottom > around.bottom + 6)) {
				complaints.add(`sticks out above or below: ${named(element)}`);
			}
		}
		const style = getComputedStyle(element);
		if (style.overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1) {
			complaints.add(`shortened: ${named(element)}`);
		}
		if (style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 2) {
			complaints.add(`cut off below: ${named(element)}`);
		}
	}
	const controls = [...document.querySelectorAll("button, a[href], input, select, [role=slider], summary")].filter(
		seen,
	);
	controls.forEach((one, index) => {
		const a = shownPart(one);
		for (const other of controls.slice(index + 1)) {
			if (one.contains(other) || other.contains(one) || one.closest("label") === other.closest("label")?.parentElement)
				continue;
			const b = shownPart(other);
			const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
			const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
			const fixed = [one, other].some((each) => /fixed|sticky/.test(positionOf(each)));
			if (wide > 2 && tall > 2 && !fixed) complaints.add(`on each other: ${named(one)} and ${named(other)}`);
		}
	});
	/** The nearest element that is a box of its own, not a piece of a line. */
	function boxOf(element) {
		let one = element;
		while (one?.parentElement && /^(inline|contents)$/.test(getComputedStyle(one).display)) one = one.parentElement;
		return one;
	}
	/** What is left of the element's box after everything around it that scrolls or cuts off. */
	function shownPart(element) {
		let { left, right, top, bottom } = element.getBoundingClientRect();
		for (let one = element.parentElement; one; one = one.parentElement) {
			if (getComputedStyle(one).overflow === "visible") continue;
			const box = one.getBoundingClientRect();
			left = Math.max(left, box.left);
			right = Math.min(right, box.right);
			top = Math.max(top, box.top);
			bottom = Math.min(bottom, box.bottom);
		}
		return { left, right, top, bottom };
	}
	function positionOf(element) {
		let found = "";
		for (let one = element; one; one = one.parentElement) found += getComputedStyle(one).position;
		return found;
	}
	const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
	if (sideways > 0) complaints.add(`${sideways} pixels of sideways scrolling`);
	return [...complaints];
}

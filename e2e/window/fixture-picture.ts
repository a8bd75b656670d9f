const colours = ["#f8f4ed", "#fae7db", "#e7a27f", "#d0703f", "#b0431a", "#2f6456"];

/** A small drawing in the place of the sample's: rings, as SVG. */
export const fixturePicture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 60"><rect width="96" height="60" fill="#26211b"/>${Array.from(
	{ length: 24 },
	(_, i) =>
		`<circle cx="${48 + 18 * Math.cos(i)}" cy="${30 + 9 * Math.sin(i * 1.7)}" r="${26 - i}" fill="${colours[i % colours.length]}"/>`,
).join("")}</svg>`;

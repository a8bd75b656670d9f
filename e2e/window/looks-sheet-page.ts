// The page a contact sheet is drawn from: pictures in columns, each with its words.

export interface Tile {
	readonly caption: string;
	/** Address of the picture. */
	readonly src: string;
	/** Size of the picture itself, in pixels. */
	readonly width: number;
	readonly height: number;
	/** Drawn this wide; otherwise as wide as a column. */
	readonly shown?: number;
	readonly ground?: string;
}

export interface SheetPlan {
	readonly title: string;
	readonly columns: number;
	readonly columnPx: number;
	readonly theme: "light" | "dark";
	readonly tiles: readonly Tile[];
}

const gapPx = 20;
const captionPx = 44;
const colours = {
	light: { ground: "#e6dfd3", ink: "#26211b", edge: "#cfc5b5" },
	dark: { ground: "#0e0c0a", ink: "#f2ebe1", edge: "#3b342b" },
};

/** Width of the whole sheet, in pixels. */
export const sheetWidth = (plan: SheetPlan): number => plan.columns * (plan.columnPx + gapPx) + gapPx;

/** One HTML document without any script; `font` is the address of the letters' file. */
export function sheetHtml(plan: SheetPlan, font: string): string {
	const { ground, ink, edge } = colours[plan.theme];
	const columns = inColumns(plan)
		.map((tiles) => `<div>${tiles.map((tile) => figure(tile, plan.columnPx)).join("")}</div>`)
		.join("");
	return `<!doctype html><meta charset="utf-8"><title>${escaped(plan.title)}</title><style>
@font-face { font-family: Letters; src: url("${font}"); font-weight: 200 800 }
body { margin: 0; padding: ${gapPx}px; background: ${ground}; color: ${ink}; font: 400 14px/1.3 Letters, sans-serif }
h1 { margin: 0 0 ${gapPx}px; font: 650 22px/1.2 Letters, sans-serif }
main { display: grid; grid-template-columns: repeat(${plan.columns}, ${plan.columnPx}px); gap: ${gapPx}px; align-items: start }
figure { margin: 0 0 ${gapPx}px }
figcaption { min-height: ${captionPx - 8}px; padding-bottom: 8px; display: flex; align-items: end; text-wrap: balance }
img { display: block; box-sizing: border-box; border: 1px solid ${edge} }
.plain { display: inline-block; padding: 12px; border: 1px solid ${edge} } .plain img { border: 0; image-rendering: pixelated }
</style><h1>${escaped(plan.title)}</h1><main>${columns}</main>`;
}

/** Each tile in turn goes to the shortest column, so that the order is kept about from left to right. */
function inColumns({ tiles, columns, columnPx }: SheetPlan): Tile[][] {
	const piles = Array.from({ length: columns }, () => ({ height: 0, tiles: [] as Tile[] }));
	for (const tile of tiles) {
		const pile = piles.reduce((best, one) => (one.height < best.height ? one : best));
		pile.tiles.push(tile);
		pile.height +=
			captionPx +
			gapPx +
			(tile.shown ? tile.height * (tile.shown / tile.width) : (tile.height * columnPx) / tile.width);
	}
	return piles.map((one) => one.tiles);
}

function figure(tile: Tile, columnPx: number): string {
	const image = `<img src="${escaped(tile.src)}" width="${tile.shown ?? columnPx}" alt="">`;
	const body = tile.ground ? `<span class="plain" style="background:${tile.ground}">${image}</span>` : image;
	return `<figure><figcaption>${escaped(tile.caption)}</figcaption>${body}</figure>`;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

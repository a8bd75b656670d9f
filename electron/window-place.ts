// Where the window was, and whether that is still on a screen. Pure.
import { z } from "zod";

const boundsSchema = z.strictObject({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
export const keptPlaceSchema = z.strictObject({ bounds: boundsSchema, maximized: z.boolean() });
export type KeptPlace = z.infer<typeof keptPlaceSchema>;
export type Bounds = z.infer<typeof boundsSchema>;

export interface Place {
	/** Without x and y the system chooses: the middle of the main screen. */
	readonly bounds: Bounds | { readonly width: number; readonly height: number };
	readonly maximized: boolean;
}

const preferred = { width: 1080, height: 760 };

/**
 * The place to open the window at. `workAreas` are the screens without their bars, the main one first, in
 * device-independent pixels; never empty on a PC with a screen. What was kept counts only while the window's middle is
 * on a screen; it is made to fit that screen and moved wholly onto it.
 */
export function placeOn(workAreas: readonly Bounds[], kept: KeptPlace | null): Place {
	const screen = kept && workAreas.find((area) => holds(area, kept.bounds));
	if (!kept || !screen) {
		const main = workAreas[0];
		const width = Math.min(preferred.width, main?.width ?? preferred.width);
		const height = Math.min(preferred.height, main?.height ?? preferred.height);
		return { bounds: { width, height }, maximized: kept?.maximized ?? false };
	}
	const width = Math.min(kept.bounds.width, screen.width);
	const height = Math.min(kept.bounds.height, screen.height);
	const x = between(screen.x, kept.bounds.x, screen.x + screen.width - width);
	const y = between(screen.y, kept.bounds.y, screen.y + screen.height - height);
	return { bounds: { x, y, width, height }, maximized: kept.maximized };
}

const between = (low: number, value: number, high: number) => Math.min(Math.max(low, value), high);

function holds(area: Bounds, { x, y, width, height }: Bounds): boolean {
	const [middleX, middleY] = [x + width / 2, y + height / 2];
	return middleX >= area.x && middleX < area.x + area.width && middleY >= area.y && middleY < area.y + area.height;
}

// Switches a media feature on in this page alone, by letting its rules hold always. The system's own palette of forced
// colours does not come with it: that takes the system, or a browser that plays one.

export const features = ["prefers-contrast", "forced-colors", "prefers-reduced-motion"] as const;
export type Feature = (typeof features)[number];
type Theme = "light" | "dark" | "light dark";

const written = new WeakMap<CSSMediaRule, string>();

/** Every rule that asks for `feature` holds from now on, or again as it is written. */
export function playFeature(feature: Feature, on: boolean): void {
	rewrite(feature, on ? "all" : null);
}

/** The theme, whichever the system's is. Older browsers are served rules in the place of light-dark(). */
export function playTheme(theme: Theme): void {
	document.documentElement.style.colorScheme = theme;
	rewrite("prefers-color-scheme", theme === "light dark" ? null : theme === "dark" ? "all" : "not all");
}

/** null brings the written condition back. */
function rewrite(feature: string, condition: string | null): void {
	for (const sheet of document.styleSheets) {
		for (const rule of sheet.cssRules) {
			if (!(rule instanceof CSSMediaRule)) continue;
			const original = written.get(rule) ?? rule.media.mediaText;
			if (!original.includes(feature)) continue;
			written.set(rule, original);
			rule.media.mediaText = condition ?? original;
		}
	}
}

// Which language somebody reads Hearth in, and how their region writes numbers and times. Pure: what they want is handed in.

/** Languages with a whole catalogue in assets/words; the first stands in for every other. */
export const languages = ["en", "de"] as const;

export interface ChosenLocale {
	/** Language of the catalogue, one of `have`. */
	readonly language: string;
	/** BCP 47 tag of that language, with the reader's region where they named one: "de-AT". */
	readonly locale: string;
}

/**
 * The first of `wanted` (BCP 47 tags or POSIX names such as "de_AT.UTF-8", best first) whose language is one of `have`;
 * the first of `have`, which must not be empty, where none is. Never throws: what is no locale name is passed over, and
 * so are "C" and "POSIX".
 */
export function chooseLocale(wanted: readonly string[], have: readonly string[] = languages): ChosenLocale {
	for (const one of wanted) {
		const tag = regional(one);
		if (!tag) continue;
		const language = have.find((each) => each === tag) ?? have.find((each) => each === tag.split("-")[0]);
		if (language !== undefined) return { language, locale: tag };
	}
	const first = have[0] ?? "en";
	return { language: first, locale: first };
}

/** What Intl formats moments by. English without a region writes them as the British do: 23 Nov, 14:05. */
export function momentLocale(locale: string): string {
	return locale === "en" ? "en-GB" : locale;
}

/** Language and region alone, well formed; null for what is no locale name. */
function regional(name: string): string | null {
	try {
		const { language, region } = new Intl.Locale(name.replace(/[.@].*$/, "").replaceAll("_", "-"));
		return region ? `${language}-${region}` : language;
	} catch {
		return null;
	}
}

/** What a process is asked to speak: HEARTH_LANG first, then as POSIX orders it (LC_ALL, LC_MESSAGES, LANG). */
export function wantedByEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
	const own = env.HEARTH_LANG ? [env.HEARTH_LANG] : [];
	const system = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((one) => one !== undefined && one !== "");
	return system ? [...own, system] : own;
}

/** "rtl" for a language written from right to left. */
export function directionOf(locale: string): "ltr" | "rtl" {
	return /^(ar|fa|he|ur|yi|ps|ckb|dv|sd|ug)(-|$)/.test(locale) ? "rtl" : "ltr";
}

// Turns a code and its arguments into a sentence of the catalogue. Pure: the catalogue is handed in, so that window,
// CLI and agent speak with the same words.
import { IntlMessageFormat } from "intl-messageformat";
import { dayTimeWords } from "./formats.ts";
import { momentLocale } from "./locales.ts";

export type Catalogue = Readonly<Record<string, string>>;
export type WordArgs = Readonly<Record<string, string | number | boolean | Date>>;
/** Says one message. An unknown code is a defect and throws, so that no reader ever meets a bare code. */
export type Say = (code: string, args?: WordArgs) => string;

/** Text without these is its own message (ICU MessageFormat; tags are off). Most is, and needs no parser and no Intl. */
const syntax = /[{}']/;

/** Binds a catalogue (flat code -> ICU MessageFormat) and a BCP 47 locale. Compiled messages are kept. */
export function speaker(catalogue: Catalogue, locale: string): Say {
	const compiled = new Map<string, IntlMessageFormat>();
	return (code, args = {}) => {
		let message = compiled.get(code);
		if (!message) {
			const text = catalogue[code];
			if (text === undefined) throw new Error(`no words for "${code}" in ${locale}`);
			if (!syntax.test(text)) return text;
			message = new IntlMessageFormat(text, momentLocale(locale), undefined, { ignoreTag: true });
			compiled.set(code, message);
		}
		return String(message.format(regional(args, locale)));
	};
}

/** Times of day cross between processes as "HH:MM" under these names; each region writes them its own way. */
const dayTimes = ["from", "to"] as const;

function regional(args: WordArgs, locale: string): WordArgs {
	const said = { ...args };
	for (const name of dayTimes) {
		const value = said[name];
		const time = typeof value === "string" ? /^(\d\d):(\d\d)$/.exec(value) : null;
		if (time) said[name] = dayTimeWords(locale, Number(time[1]) * 60 + Number(time[2]));
	}
	return said;
}

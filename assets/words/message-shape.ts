// What a message of the catalogue is made of: the arguments it takes and the texts it can become.
import { IntlMessageFormat } from "intl-messageformat";

type Parts = ReturnType<IntlMessageFormat["getAst"]>;

/** The parts of an ICU message. Throws what the parser says when it is malformed. */
export function partsOf(text: string, locale: string): Parts {
	return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst();
}

// Element types of @formatjs/icu-messageformat-parser.
const literal = 0;
const numberArgument = 2;
const dateArgument = 3;
const select = 5;
const plural = 6;
const pound = 7;

/**
 * Every argument with what it is told apart by: `"n"` for one that is written as it comes, `"why: days|hours|other"` for a
 * choice. A plural names no cases, because languages differ in them. Sorted, each once.
 */
export function argumentsOf(text: string, locale: string): string[] {
	const found = new Set<string>();
	const walk = (parts: Parts) => {
		for (const part of parts) {
			if (part.type === literal || part.type === pound) continue;
			const name = (part as { value: string }).value;
			const options = optionsOf(part);
			if (part.type === select) found.add(`${name}: ${Object.keys(options).toSorted().join("|")}`);
			else found.add(name);
			for (const one of Object.values(options)) walk(one);
		}
	};
	walk(partsOf(text, locale));
	return [...found].toSorted();
}

/** Every text the message can become, each case of its choices at least once; numbers are 5, anything else is "Ada". */
export function textsOf(text: string, locale: string): string[] {
	const parts = partsOf(text, locale);
	const count = Math.max(1, ...choices(parts));
	return [...new Set(Array.from({ length: count }, (_, turn) => textOf(parts, turn)))];
}

function choices(parts: Parts): number[] {
	return parts.flatMap((part) => {
		const options = Object.values(optionsOf(part));
		return options.length === 0 ? [] : [options.length, ...options.flatMap(choices)];
	});
}

function textOf(parts: Parts, turn: number): string {
	return parts
		.map((part) => {
			if (part.type === literal) return part.value;
			if (part.type === pound || part.type === numberArgument) return "5";
			if (part.type === dateArgument) return "14:05";
			const options = Object.values(optionsOf(part));
			const chosen = options[turn % Math.max(1, options.length)];
			return chosen ? textOf(chosen, turn) : "Ada";
		})
		.join("");
}

function optionsOf(part: Parts[number]): Record<string, Parts> {
	if (part.type !== select && part.type !== plural) return {};
	return Object.fromEntries(Object.entries(part.options).map(([key, option]) => [key, option.value]));
}

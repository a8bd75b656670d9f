// How hard a text is to read. English: Flesch-Kincaid grade (Kincaid and others, 1975). German: the first Wiener
// Sachtextformel (Bamberger and Vanecek, 1984); both answer with a school year.

/** Sentences, by full stop, question mark, colon-free line ends. Never empty strings. */
export function sentencesOf(text: string): string[] {
	return text
		.split(/(?<=[.?!…]["“”’)]*)\s+|\n+/)
		.map((one) => one.trim())
		.filter((one) => /\p{L}/u.test(one));
}

/** Words as a reader counts them: what stands between spaces and has a letter or digit in it. */
export function wordsOf(text: string): string[] {
	return text.split(/[\s/–]+/).filter((one) => /[\p{L}\p{N}]/u.test(one));
}

/** Syllables of an English word: groups of vowels, a silent e at the end left out. At least 1. */
export function englishSyllables(word: string): number {
	const letters = word.toLowerCase().replace(/[^a-z]/g, "");
	const spoken = letters.replace(/(?:[^laeiouyszxch]es|[^td]ed|[^laeiouy]e)$/, (end) => end.charAt(0));
	return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 0);
}

/** Syllables of a German word: groups of vowels, a vowel pair that is one sound counted once. At least 1. */
export function germanSyllables(word: string): number {
	return Math.max(
		1,
		word
			.toLowerCase()
			.replace(/^([bg]e)(?=e)/, "$1-")
			.match(/aa|ee|oo|ie|ei|ai|au|eu|äu|[aeiouyäöü]/g)?.length ?? 0,
	);
}

/** School year in which English `text` can be read. */
export function fleschKincaidGrade(text: string): number {
	const words = wordsOf(text);
	const sentences = Math.max(1, sentencesOf(text).length);
	const syllables = words.reduce((sum, one) => sum + englishSyllables(one), 0);
	return 0.39 * (words.length / sentences) + 11.8 * (syllables / Math.max(1, words.length)) - 15.59;
}

/** School year in which German `text` can be read. */
export function wienerSachtextGrade(text: string): number {
	const words = wordsOf(text);
	const share = (test: (word: string) => boolean) => (100 * words.filter(test).length) / Math.max(1, words.length);
	const many = share((one) => germanSyllables(one) >= 3);
	const long = share((one) => one.replace(/[^\p{L}]/gu, "").length > 6);
	const single = share((one) => germanSyllables(one) === 1);
	const length = words.length / Math.max(1, sentencesOf(text).length);
	return 0.1935 * many + 0.1672 * length + 0.1297 * long - 0.0327 * single - 0.875;
}

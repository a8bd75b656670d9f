import { Fragment } from "react";

/** Words with a path in them, which may break behind each slash instead of in the middle of a name. */
export function PathWords({ words }: { readonly words: string }) {
	return words.split(/(?<=[^\s\\/][\\/])(?=[^\\/])/).map((part, i) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: the parts of one string have no other name
		<Fragment key={i}>
			{i > 0 ? <wbr /> : null}
			{part}
		</Fragment>
	));
}

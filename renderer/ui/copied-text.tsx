import { useRef, useState } from "react";
import { say } from "../words.ts";
import { Button } from "./button.tsx";
import styles from "./copied-text.module.css";

/** Text as it is, for somebody who helps, and one press that copies it. */
export function CopiedText({ text }: { readonly text: string }) {
	const place = useRef<HTMLPreElement>(null);
	const [copied, setCopied] = useState(false);
	/** By selection: it needs no permission, which the desktop app gives to no page, and stays selected when it fails. */
	const copy = () => {
		if (!place.current) return;
		window.getSelection()?.selectAllChildren(place.current);
		setCopied(document.execCommand("copy"));
	};
	return (
		<>
			<pre ref={place} className={styles.text} dir="ltr">
				{text}
			</pre>
			<Button kind="small" onPress={copy}>
				{say(copied ? "window.copied" : "window.copy")}
			</Button>
		</>
	);
}

// The sentence of what would be allowed, asked from the agent 150 ms after the last change: what is read is recorded.
import { useEffect, useState } from "react";
import type { GrantDraft, Shown } from "../../../main/contract/consent.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import { client, problemOf } from "../../client.ts";
import { locale } from "../../words.ts";

export interface Preview {
	/** Belongs to `draft`; null while there is none or it is being asked for. */
	readonly shown: Shown | null;
	readonly draft: GrantDraft | null;
	readonly warnings: readonly { code: string; args: Record<string, string | number> }[];
	readonly problem: Problem | null;
}

const settleMs = 150;
const nothing: Preview = { shown: null, draft: null, warnings: [], problem: null };

/** `key` stands for the draft's content; the answer to an older draft is dropped. */
export function usePreview(draft: GrantDraft | null): Preview {
	const [preview, setPreview] = useState<Preview>(nothing);
	const key = draft ? JSON.stringify(draft) : "";
	useEffect(() => {
		if (key === "") {
			setPreview(nothing);
			return;
		}
		let wanted = true;
		const asked: GrantDraft = JSON.parse(key);
		const timer = window.setTimeout(() => {
			client.lend.preview({ draft: asked, locale }).then(
				(answer) => wanted && setPreview({ ...answer, draft: asked, problem: null }),
				(error) => wanted && setPreview({ ...nothing, draft: asked, problem: problemOf(error) }),
			);
		}, settleMs);
		return () => {
			wanted = false;
			window.clearTimeout(timer);
		};
	}, [key]);
	const current = preview.draft !== null && JSON.stringify(preview.draft) === key;
	return current ? preview : nothing;
}

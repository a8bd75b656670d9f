// What a person has answered so far. Kept while the window is open, so that Back never asks twice; nothing of it has been
// done, so that closing the window loses nothing but the answers.
import { useSyncExternalStore } from "react";
import type { SetupAnswer, SetupPartId, ShownSetup } from "../../../main/contract/setup.ts";
import type { InviteNow } from "./use-invite.ts";

export interface SetupDraft {
	/** None until the person chooses. */
	readonly home: "this-pc" | "invite" | null;
	/** As pasted. It holds secrets: it goes to the agent of this PC and is kept nowhere. */
	readonly link: string;
	readonly shown: ShownSetup | null;
	readonly answers: Readonly<Partial<Record<SetupPartId, boolean>>>;
	/** Parts that are there already; they are not asked for. */
	readonly settled: readonly SetupPartId[];
}

const empty: SetupDraft = { home: null, link: "", shown: null, answers: {}, settled: [] };

let draft = empty;
const listeners = new Set<() => void>();

export function changeDraft(next: Partial<SetupDraft>): void {
	draft = { ...draft, ...next };
	for (const tell of listeners) tell();
}

export function forgetDraft(): void {
	changeDraft(empty);
}

/** A new plan keeps the answers only when it is the plan that they were given to. */
export function takePlan(shown: ShownSetup, settled: readonly SetupPartId[]): void {
	changeDraft({ shown, settled, answers: shown.hash === draft.shown?.hash ? draft.answers : {} });
}

const subscribe = (tell: () => void) => {
	listeners.add(tell);
	return () => listeners.delete(tell);
};

export const draftNow = (): SetupDraft => draft;

/** The draft now; the component renders again when it changes. */
export function useDraft(): SetupDraft {
	return useSyncExternalStore(subscribe, draftNow);
}

/** What keeps "Where does this PC belong?" from being answered. Whether an invite is good is the agent's to say. */
export function openQuestion(
	{ home, link }: SetupDraft,
	{ busy, problem }: Pick<InviteNow, "busy" | "problem">,
): "choose" | "paste" | "reading" | "refused" | null {
	if (home === null) return "choose";
	if (home === "this-pc") return null;
	if (link.trim() === "") return "paste";
	if (busy) return "reading";
	return problem ? "refused" : null;
}

/** The answer to it, as the agent is asked. */
export function answerOf({ home, link }: Pick<SetupDraft, "home" | "link">): SetupAnswer {
	return home === "invite" ? { home, link } : { home: "this-pc" };
}

/** The parts that can be asked for: what they need was not declined. */
export function askable({ shown, answers, settled }: SetupDraft): SetupPartId[] {
	const open = (shown?.parts ?? []).filter(({ id }) => !settled.includes(id));
	return open.filter(({ needs }) => needs.every((id) => answers[id] !== false)).map(({ id }) => id);
}

/** The question after `part` (null: the first one), or null after the last. */
export function nextPart(now: SetupDraft, part: SetupPartId | null): SetupPartId | null {
	const ids = askable(now);
	return ids[part === null ? 0 : ids.indexOf(part) + 1] ?? null;
}

/** Those that were said yes to; with them go the ones that are there already. Empty when there was no yes. */
export function agreedParts(now: SetupDraft): SetupPartId[] {
	const agreed = askable(now).filter((id) => now.answers[id] === true);
	return agreed.length > 0 ? [...now.settled, ...agreed] : [];
}

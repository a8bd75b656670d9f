// "Try it on this PC": one small picture, followed from the press to the result. The newest picture asked for in this
// window, or one that still waits from before.
import { useEffect, useState, useSyncExternalStore } from "react";
import type { JobId } from "../../../main/contract/ids.ts";
import type { JobRecord } from "../../../main/contract/pool.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { client, problemOf } from "../../client.ts";
import { locale, say } from "../../words.ts";

export interface Trial {
	readonly record: JobRecord;
	/** wait.* code while nobody has it. */
	readonly waiting: string | null;
	/** An address of the finished picture; null when there is none (yet). */
	readonly picture: string | null;
}

let trialId: JobId | null = null;
const listeners = new Set<() => void>();
const subscribe = (tell: () => void) => {
	listeners.add(tell);
	return () => listeners.delete(tell);
};

function follow(id: JobId | null): void {
	trialId = id;
	for (const tell of listeners) tell();
}

/** Asks for the sample picture. Rejects with the agent's problem. */
export async function startTrial(): Promise<Problem | null> {
	try {
		follow((await client.jobs.sample({ locale })).id);
		return null;
	} catch (error) {
		return problemOf(error);
	}
}

/** Takes the result off the page; it stays in History. */
export function closeTrial(): void {
	follow(null);
}

/** On a window opened later: the newest picture of this PC's own that still waits or runs. */
async function findOpenTrial(own: string): Promise<void> {
	const records = await client.jobs.list({});
	const open = records.find(
		(one) =>
			one.requester === own && one.title === say("sample.title") && (one.state === "queued" || one.state === "running"),
	);
	if (open && trialId === null) follow(open.id);
}

export function useTrial(snapshot: Snapshot | null): Trial | null {
	const id = useSyncExternalStore(subscribe, () => trialId);
	const own = snapshot?.requesters[0]?.publicKey ?? null;
	const [trial, setTrial] = useState<Trial | null>(null);
	useEffect(() => {
		if (own !== null && trialId === null) findOpenTrial(own).catch(() => undefined);
	}, [own]);
	useEffect(() => {
		setTrial(null);
		if (id === null) return;
		const watching = new AbortController();
		let made: string | null = null;
		const watch = async () => {
			for await (const news of await client.jobs.watch({ id }, { signal: watching.signal })) {
				if (news.kind === "state") {
					setTrial({ record: news.record, waiting: null, picture: made });
					made ??= await pictureOf(news.record);
					if (made && !watching.signal.aborted) setTrial({ record: news.record, waiting: null, picture: made });
				} else if (news.kind === "waiting") {
					setTrial((before) => before && { ...before, waiting: news.code });
				}
			}
		};
		watch().catch(() => undefined);
		return () => {
			watching.abort();
			if (made) URL.revokeObjectURL(made);
		};
	}, [id]);
	return trial;
}

const imageTypes: Record<string, string> = {
	svg: "image/svg+xml",
	png: "image/png",
	jpg: "image/jpeg",
	webp: "image/webp",
};

/** The first picture among the results, as an address for <img>: there, an SVG can run no script and load nothing. */
async function pictureOf(record: JobRecord): Promise<string | null> {
	for (const output of record.result?.outputs ?? []) {
		const type = imageTypes[output.name.split(".").at(-1)?.toLowerCase() ?? ""];
		if (!type) continue;
		const { base64 } = await client.jobs.output({ id: record.id, name: output.name });
		const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
		return URL.createObjectURL(new Blob([bytes], { type }));
	}
	return null;
}

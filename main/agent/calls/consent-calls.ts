// Consent: show the sentence, record what was agreed to, stop, pause.
import { type Grant, type GrantDraft, grantMeaning, type Shown } from "../../contract/consent.ts";
import { grantSentence } from "../../contract/grant-words.ts";
import type { GrantId } from "../../contract/ids.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import { checkDraft } from "../../core/check-draft.ts";
import { sha256 } from "../../tools/crypto/canonical.ts";
import type { Lending } from "../lending.ts";
import type { Parts } from "../parts.ts";
import { speakTo } from "../speak.ts";
import type { AgentCalls } from "./agent-calls.ts";

const dayMs = 86_400_000;
/** A pause ends by itself; longer than this is a Stop. */
const maxPauseMs = 7 * dayMs;

export interface ConsentCallsInput {
	readonly parts: Parts;
	readonly lending: Lending;
	readonly snapshot: () => Snapshot;
	readonly freshen: () => Promise<void>;
}

type ConsentCalls = Pick<AgentCalls, "previewLending" | "lend" | "stop" | "pause" | "resume">;

export function consentCalls({ parts, lending, snapshot, freshen }: ConsentCallsInput): ConsentCalls {
	const { clock, consent, identity } = parts;

	const preview: ConsentCalls["previewLending"] = async (draft, locale) => {
		await freshen();
		const now = snapshot();
		const freeDisk = parts.facts.latest()?.freeDiskMiB;
		const { problem, warnings } = checkDraft({
			draft,
			capacity: now.capacity,
			freeDiskMiB: freeDisk?.known ? Math.floor(freeDisk.value) : null, // the picture shows it in whole GiB only
			runners: {
				wasm: now.runners.wasm.available,
				container: now.runners.container.available,
				gpu: now.runners.gpu.available,
			},
			idleKnown: now.idleKnown,
			known: now.requesters,
		});
		if (problem) throw new ProblemError(problem.code, problem.args);
		return { shown: await shownText(draft, locale), warnings: [...warnings] };
	};

	return {
		previewLending: preview,
		async lend({ draft, locale, shownDigest, via }) {
			const { shown } = await preview(draft, locale);
			if (shown.digest !== shownDigest) throw new ProblemError("consent.text-changed", {}, ["retry"]);
			const now = clock.now();
			const before = consent.state().grants.find((one) => one.person === identity.person);
			const grant: Grant = {
				id: parts.newId() as GrantId,
				person: identity.person,
				deviceId: identity.deviceId,
				classes: draft.classes,
				amounts: draft.amounts,
				conditions: draft.conditions,
				requesters: draft.requesters,
				givenAt: now,
				expiresAt: now + draft.days * dayMs,
				shown,
				meaning: grantMeaning,
				appVersion: parts.version,
				via,
				supersedes: before?.id ?? null,
			};
			consent.give(grant);
			lending.review();
			return grant;
		},
		stop: (via) => lending.stop(via),
		async pause(until, via) {
			const now = clock.now();
			if (until <= now || until > now + maxPauseMs) {
				throw new ProblemError("input.malformed", { detail: "a pause lasts from now to at most seven days" });
			}
			if (consent.state().grants.length === 0)
				throw new ProblemError("consent.nothing-allowed", {}, ["turn-on-lending"]);
			consent.pause(until, via);
			lending.review();
			return {};
		},
		async resume(via) {
			consent.resume(via);
			lending.review();
			return {};
		},
	};
}

/** The sentence as `wanted` is served; `shown.locale` says what it became. */
async function shownText(draft: GrantDraft, wanted: string): Promise<Shown> {
	const { say, locale } = await speakTo(wanted);
	const text = grantSentence(say, locale, draft);
	return { locale, text, digest: sha256(text) };
}

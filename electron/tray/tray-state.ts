// What the tray says in one sentence and one shape, whatever the agent's link is like. Pure.
import { heroOf } from "../../main/contract/hero.ts";
import type { Snapshot } from "../../main/contract/snapshot.ts";
import type { Say, WordArgs } from "../../main/contract/words.ts";
import type { AgentStatus } from "../agent-link.ts";
import type { StopPhase } from "./stop-lending.ts";

/** One drawing each in assets/icons/tray; they differ by shape, not by colour. */
export const trayShapes = ["off", "lending", "paused", "held", "problem"] as const;
export type TrayShape = (typeof trayShapes)[number];

export interface TrayReader {
	readonly say: Say;
	readonly locale: string;
}

export interface TrayView {
	readonly status: AgentStatus;
	readonly stop: StopPhase;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** When the link last changed; milliseconds since 1970. */
	readonly linkSince: number;
}

export interface TrayState {
	readonly shape: TrayShape;
	/** The sentence of the state; the same as the window's biggest one while the agent answers. */
	readonly title: string;
	/** Why, and until when. */
	readonly why: string;
}

/** A start that takes longer than this needs a look. */
const longGoneMs = 60_000;

/** Could there be a grant to withdraw or work to end? While nobody answers, yes unless it was all gone before. */
export function anythingToStop({ link, hosted, snapshot }: AgentStatus): boolean {
	if (snapshot && (snapshot.grants.length > 0 || snapshot.jobs.length > 0)) return true;
	if (link === "live") return false;
	// An agent of our own ended with nothing allowed and allows nothing by itself; any other may have been asked since.
	return !(snapshot && hosted && link === "gone");
}

export function trayState(reader: TrayReader, view: TrayView): TrayState {
	const { say } = reader;
	const { status, stop } = view;
	if (stop === "asking") {
		const title = say("page.lending.hold.stopping");
		return { shape: shapeOf(status), title, why: say("page.lending.stopping-why") };
	}
	const state = linkState(reader, view);
	if (stop === "late" || stop === "lost") return { ...state, why: say(`window.stop-${stop}`) };
	return state;
}

function linkState(reader: TrayReader, { status, now, linkSince }: TrayView): TrayState {
	const { say, locale } = reader;
	if (status.link === "live" && status.snapshot) {
		const { title, why } = heroOf({ say, sayKnown: knownBy(say), locale, now }, status.snapshot);
		return { shape: shapeOf(status), title, why };
	}
	if (status.link !== "gone") return { shape: "held", title: say("tray.starting"), why: say("tray.starting-why") };
	const { trouble } = status;
	if (trouble && trouble.code !== "agent.not-running") {
		const known = knownBy(say);
		return {
			shape: "problem",
			title: known(`problem.${trouble.code}.what`, trouble.args, say("tray.gone-long")),
			why: known(`problem.${trouble.code}.do`, trouble.args, say("tray.gone-long-why")),
		};
	}
	if (!status.hosted) return { shape: "problem", title: say("tray.gone-found"), why: say("tray.gone-found-why") };
	const long = trouble !== undefined || now - linkSince >= longGoneMs;
	const code = long ? "tray.gone-long" : "tray.gone-hosted";
	return { shape: long ? "problem" : "held", title: say(code), why: say(`${code}-why`) };
}

/**
 * Six states in five shapes: "ready" shows the ember too, since what is allowed may start at any moment, and so does work
 * that is still being ended. The first line of the menu tells them apart.
 */
export function shapeOf({ link, snapshot }: AgentStatus): TrayShape {
	if (link !== "live" || !snapshot) return "held";
	if (snapshot.state === "ready" || endingWork(snapshot)) return "lending";
	return snapshot.state;
}

const endingWork = (s: Snapshot) => s.state === "off" && s.jobs.length > 0;

/** Says a code an agent of another version may have made up; `otherwise` stands in. */
const knownBy =
	(say: Say) =>
	(code: string, args: WordArgs, otherwise: string): string => {
		try {
			return say(code, args);
		} catch {
			return otherwise;
		}
	};

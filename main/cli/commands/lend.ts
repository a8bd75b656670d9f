// `hearth lend on`: shows the one sentence of what would be allowed, asks, and records the grant of exactly that sentence.
import type { GrantDraft } from "../../contract/consent.ts";
import type { JobClass, Requester } from "../../contract/job.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import { type ExitCode, Failure, usage } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { parseDays, parseHours, parseMiB, parseNumber } from "../parse-amounts.ts";
import { plain } from "../table.ts";
import { dateTime } from "../times.ts";
import { locale } from "../words.ts";

interface LendOptions {
	readonly class: JobClass[];
	readonly cpus: string;
	readonly memory: string;
	readonly scratch: string;
	readonly when: "any-time" | "idle";
	readonly hours?: string;
	readonly quiet?: string;
	readonly onBattery?: boolean;
	readonly metered?: boolean;
	readonly requester?: string[];
	readonly for: string;
	readonly yes?: boolean;
}

export async function lendOn(invocation: Invocation, options: LendOptions): Promise<ExitCode> {
	const { terminal, say } = invocation;
	const draftFor = draftOf(options);
	if (!options.yes && !terminal.interactive) throw notConfirmed("no-terminal", 2);
	const agent = await invocation.ownAgent();
	const draft = draftFor(chooseRequesters(await agent.status.get({}), options.requester));
	const { shown, warnings } = await agent.lend.preview({ draft, locale });
	terminal.err(`${plain(shown.text)}\n`);
	for (const warning of warnings) terminal.err(`${say(warning.code, warning.args)}\n`);
	if (!options.yes && !(await terminal.confirm(`${say("cli.lend.ask")} `))) throw notConfirmed("answered-no", 3);
	const grant = await agent.lend.on({ draft, locale, shownDigest: shown.digest, via: "cli" });
	await invocation.answer(grant, () => `${say("cli.lend.done", { until: dateTime(grant.expiresAt) })}\n`);
	return 0;
}

/** Everything but who may ask, checked before anybody is asked anything. */
function draftOf(options: LendOptions): (requesters: Requester[]) => GrantDraft {
	const { hours, quiet } = options;
	const draft = {
		classes: [...new Set(options.class)],
		amounts: {
			cpus: parseNumber("--cpus", options.cpus, 0.1, 256),
			memoryMiB: parseMiB("--memory", options.memory),
			scratchMiB: parseMiB("--scratch", options.scratch),
		},
		conditions: {
			when: options.when,
			hours: hours === undefined ? null : parseHours("--hours", hours),
			quietHours: quiet === undefined ? null : parseHours("--quiet", quiet),
			onBattery: options.onBattery === true,
			onMetered: options.metered === true,
		},
		days: parseDays("--for", options.for),
	};
	return (requesters) => ({ ...draft, requesters });
}

/** The named requesters, or this PC's own one, which the snapshot lists first. */
function chooseRequesters(snapshot: Snapshot, names: string[] | undefined): Requester[] {
	const [own] = snapshot.requesters;
	if (!names) {
		if (!own) throw new Failure({ code: "consent.no-requester", args: {}, actions: [] });
		return [own];
	}
	return [...new Set(names)].map((name) => {
		const named = snapshot.requesters.filter((one) => one.name === name);
		if (named.length > 1) throw usage("requester-twice", { name });
		const [found] = named;
		if (!found) throw new Failure({ code: "consent.unknown-requester", args: { name }, actions: [] });
		return found;
	});
}

function notConfirmed(why: "no-terminal" | "answered-no", exitCode: ExitCode): Failure {
	return new Failure({ code: "consent.not-confirmed", args: { why }, actions: [] }, exitCode);
}

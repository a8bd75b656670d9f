// Setup's sizes, times and sentences as the reader's region writes them.
import { durationWords } from "../../../main/contract/formats.ts";
import type { InviteSummary } from "../../../main/contract/invite.ts";
import type { SetupWords, StepShown } from "../../../main/contract/setup.ts";
import { locale } from "../../reader.ts";
import { say, sayKnown } from "../../words.ts";

/** A step's own sentence; an agent of another version may say what this window does not know. */
export function told({ code, args }: SetupWords): string {
	return sayKnown(code, args, say("page.setup.unnamed"));
}

/** "312 MB", "1.4 GB": as disks are sold and downloads are told. */
export function sizeWords(bytes: number): string {
	const [unit, n] =
		bytes >= 1e9 ? ["gigabyte", bytes / 1e9] : bytes >= 1e6 ? ["megabyte", bytes / 1e6] : ["kilobyte", bytes / 1e3];
	return new Intl.NumberFormat(locale, {
		style: "unit",
		unit: unit as string,
		unitDisplay: "short",
		maximumFractionDigits: (n as number) < 10 ? 1 : 0,
	}).format(n as number);
}

/** What the sentence about an invite needs. */
export const inviteArgs = ({ home, inviter, until }: InviteSummary) => ({ home, inviter, until });

/** What a step or a part takes of the disk. */
export function diskWords(bytes: number): string {
	return bytes < 1e6 ? say("page.setup.no-room") : sizeWords(bytes);
}

const longEnough = 15;

/** "2 min to 4 min"; "a few seconds" below a quarter of a minute. */
export function spanWords({ from, to }: StepShown["seconds"]): string {
	if (to < longEnough) return say("page.setup.seconds");
	const words = (seconds: number) => durationWords(locale, round(seconds) * 1000);
	const [least, most] = [words(from), words(to)];
	return from < longEnough || least === most
		? say("page.setup.up-to", { most })
		: say("page.setup.span", { least, most });
}

const round = (seconds: number) => (seconds < 60 ? Math.ceil(seconds / 5) * 5 : Math.ceil(seconds / 60) * 60);

/** Of several steps together. */
export function sumOf(steps: readonly StepShown[]): { seconds: StepShown["seconds"]; diskBytes: number } {
	const seconds = { from: 0, to: 0 };
	let diskBytes = 0;
	for (const step of steps) {
		seconds.from += step.seconds.from;
		seconds.to += step.seconds.to;
		diskBytes += step.diskBytes;
	}
	return { seconds, diskBytes };
}

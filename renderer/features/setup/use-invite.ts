import type { InviteSummary } from "../../../main/contract/invite.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import { client, problemOf } from "../../client.ts";
import { useAsk } from "../../use-ask.ts";

/** What the agent says about the link that stands in the field now. */
export interface InviteNow {
	readonly summary: InviteSummary | null;
	readonly problem: Problem | null;
	/** No answer about this link yet. */
	readonly busy: boolean;
}

/** Asks the agent about every new link; an answer about an older one counts for nothing. */
export function useInvite(link: string): InviteNow {
	const wanted = link.trim() !== "";
	const asked = useAsk(() => (wanted ? read(link) : Promise.resolve(null)), link);
	const answer = asked.answer?.link === link ? asked.answer : null;
	return { summary: answer?.summary ?? null, problem: answer?.problem ?? null, busy: wanted && answer === null };
}

async function read(link: string) {
	try {
		const answer = await client.setup.readInvite({ link });
		return { link, summary: answer.good ? answer.summary : null, problem: answer.good ? null : answer.problem };
	} catch (error) {
		return { link, summary: null, problem: problemOf(error) };
	}
}

// Larger work's closed boxes: what answers is used, what only has to be started is offered, and nothing is ever installed.
import type { SetupCannot } from "../../main/contract/setup.ts";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import { type EngineReaders, offerEngine } from "../steps/common/container-engine-look.ts";
import { again, pastItems } from "./past-items.ts";
import type { WantedPart } from "./setup-plan.ts";

const longestMs = 60_000;

/** The part where there is an engine to use or start, else why there is none and what could be got. */
export async function containersHere(
	dataDirectory: string,
	readers: EngineReaders,
	run: RunCommand,
): Promise<WantedPart | SetupCannot> {
	const part = (step: WantedPart["steps"][number]): WantedPart => ({ id: "containers", needs: [], steps: [step] });
	const past = pastItems(dataDirectory).findLast(({ step }) => step.type === "containers.engine");
	if (past) return part(again(past));
	const offer = await offerEngine(readers, run, AbortSignal.timeout(longestMs));
	if (offer.kind === "get") return { id: "containers", why: offer.why, next: offer.next };
	const how = offer.kind === "here" ? "use" : offer.how;
	return part({ id: "engine", type: "containers.engine", version: 1, params: { how, product: offer.product } });
}

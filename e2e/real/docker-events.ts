// What the engine itself says about containers of jobs, as it happens: a witness outside Hearth and its queue.
import { type ClientRequest, request } from "node:http";

export interface ContainerEvent {
	readonly jobId: string;
	readonly action: "start" | "die";
	readonly device: string;
	/** Nanoseconds since 1970, by the engine's clock. */
	readonly atNs: bigint;
}

export interface EventRecord {
	readonly events: readonly ContainerEvent[];
	close(): void;
}

const wanted = { type: ["container"], event: ["start", "die"], label: ["dev.hearth.job"] };

/** Records from now on; resolves once the engine listens to us. */
export function recordContainers(socketPath: string): Promise<EventRecord> {
	const events: ContainerEvent[] = [];
	const path = `/events?filters=${encodeURIComponent(JSON.stringify(wanted))}`;
	return new Promise((resolve, reject) => {
		const call: ClientRequest = request({ socketPath, path, agent: false }, (reply) => {
			let text = "";
			reply.setEncoding("utf8").on("data", (chunk: string) => {
				const lines = (text + chunk).split("\n");
				text = lines.pop() ?? "";
				for (const line of lines.filter(Boolean)) events.push(readEvent(line));
			});
			reply.on("error", () => undefined); // closed by us
			resolve({ events, close: () => void call.destroy() });
		});
		call.on("error", reject);
		call.end();
	});
}

function readEvent(line: string): ContainerEvent {
	const nanoseconds = /"timeNano":(\d+)/.exec(line)?.[1] ?? "0"; // above 2^53: not through JSON.parse
	const { Action, Actor } = JSON.parse(line);
	const labels = Actor.Attributes;
	return {
		jobId: labels["dev.hearth.job"],
		device: labels["dev.hearth.device"],
		action: Action,
		atNs: BigInt(nanoseconds),
	};
}

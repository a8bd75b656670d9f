// Which container engine is here, which could be started, and what a person can get instead. Starts and changes nothing.
import { request } from "node:http";
import type { SetupWords } from "../../../main/contract/setup.ts";
import type { Endpoint } from "../../../main/tools/docker/endpoint.ts";
import { type EndpointSearch, findEndpoint } from "../../../main/tools/docker/find-endpoint.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import { words } from "./files.ts";

export type Product = Endpoint["product"];

export const productNames: Readonly<Record<Product, string>> = {
	docker: "Docker",
	podman: "Podman",
	colima: "Colima",
	"rancher-desktop": "Rancher Desktop",
	orbstack: "OrbStack",
};

export interface EngineReaders {
	readonly platform: NodeJS.Platform;
	/** The sockets of this person, best first. */
	search(): Promise<EndpointSearch>;
	/** True when an engine answers there. */
	answers(socketPath: string): Promise<boolean>;
}

export const systemEngines = (platform: NodeJS.Platform = process.platform): EngineReaders => ({
	platform,
	search: platform === "win32" ? searchPipes : findEndpoint,
	answers: pingEngine,
});

export const startable = ["podman-socket", "colima", "podman-machine"] as const;
export type Startable = (typeof startable)[number];

export type EngineOffer =
	/** It answers: adopt it. */
	| { readonly kind: "here"; readonly product: Product; readonly socketPath: string }
	/** It is installed and only has to be started. */
	| { readonly kind: "start"; readonly how: Startable; readonly product: Product }
	/** Nothing that setup may start: `next` says what the person can get. Nothing is ever installed for them. */
	| { readonly kind: "get"; readonly why: SetupWords; readonly next: SetupWords };

/** The first engine that answers, else one that is installed, else what could be got. */
export async function offerEngine(readers: EngineReaders, run: RunCommand, signal: AbortSignal): Promise<EngineOffer> {
	const here = await findAnswering(readers);
	if (here.engine) return { kind: "here", ...here.engine };
	const is = async (...argv: [string, ...string[]]) => {
		const end = await run(argv, { timeoutMs: 20_000, signal });
		return end.end === "exit" && end.code === 0;
	};
	if (readers.platform === "linux") {
		// The unit comes with Podman; a service manager of the person's own must be there to start it.
		const unit = await is("systemctl", "--user", "cat", "podman.socket");
		if (unit && (await is("podman", "--version"))) return { kind: "start", how: "podman-socket", product: "podman" };
	}
	if (readers.platform === "darwin" && (await is("colima", "version"))) {
		return { kind: "start", how: "colima", product: "colima" };
	}
	if (readers.platform !== "linux" && (await is("podman", "--version"))) {
		return { kind: "start", how: "podman-machine", product: "podman" };
	}
	const next = words("setup.offer.containers-optional", {});
	if (here.denied.length > 0) {
		return {
			kind: "get",
			why: words("setup.offer.containers-denied", { product: nameOf(here.denied[0] ?? "") }),
			next,
		};
	}
	const os = readers.platform === "darwin" ? "mac" : readers.platform === "win32" ? "windows" : "linux";
	return { kind: "get", why: words(`setup.offer.containers-${os}`, {}), next };
}

/** Sockets are passed over that nobody answers at, e.g. of an engine that is switched off. */
export async function findAnswering({ search, answers }: EngineReaders) {
	const { endpoint, denied } = await search();
	const engine = endpoint && (await answers(endpoint.socketPath)) ? endpoint : null;
	return { engine, denied };
}

const nameOf = (socketPath: string) => productNames[/podman/.test(socketPath) ? "podman" : "docker"];

const answerMs = 5_000;

/** Docker's own question of being alive, which all of these answer. */
export function pingEngine(socketPath: string): Promise<boolean> {
	return new Promise((resolve) => {
		const asked = request({ socketPath, path: "/_ping", method: "GET", timeout: answerMs, agent: false }, (answer) => {
			answer.resume();
			answer.on("end", () => resolve(answer.statusCode === 200));
			answer.on("error", () => resolve(false));
		});
		asked.on("timeout", () => asked.destroy());
		asked.on("error", () => resolve(false));
		asked.end();
	});
}

const pipes: readonly Endpoint[] = [
	{ socketPath: "\\\\.\\pipe\\docker_engine", product: "docker" },
	{ socketPath: "\\\\.\\pipe\\podman-machine-default", product: "podman" },
];

/** Windows' engines listen on named pipes, which have no rights to read beforehand: asking is looking. */
async function searchPipes(): Promise<EndpointSearch> {
	for (const endpoint of pipes) if (await pingEngine(endpoint.socketPath)) return { endpoint, denied: [] };
	return { endpoint: null, denied: [] };
}

// A real agent in a process of its own whose setup writes real files in a home of its own; gates hold its slow steps.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestAgent } from "../harness/agents.ts";
import { openScene, type Scene } from "../harness/scene.ts";

const program = fileURLToPath(new URL("../harness/setup-agent.ts", import.meta.url));

export interface SetupStage {
	readonly scene: Scene;
	readonly home: string;
	/** Starts the agent, again on the same folders once it has ended. */
	start(how?: "declined" | "restart"): Promise<TestAgent>;
	/** The PC starts anew; the agent has ended before. */
	restartPc(): void;
	/** Lets a slow step go on. */
	open(step: "store" | "download"): void;
	/** Everything in the home, with what the files say. */
	contents(): string[];
}

export function openSetupStage(): SetupStage {
	const scene = openScene();
	const root = scene.directory();
	const [data, home] = [join(root, "data"), join(root, "home")];
	mkdirSync(data, { mode: 0o700 });
	mkdirSync(home);
	return {
		scene,
		home,
		start: (how) => scene.agent({ data, program: [process.execPath, program, home, how ?? "plain"] }),
		restartPc: () => writeFileSync(join(data, "booted"), "3600000"),
		open: (step) => writeFileSync(join(data, `${step}.gate`), ""),
		contents: () =>
			existsSync(home)
				? readdirSync(home, { recursive: true, withFileTypes: true })
						.map((one) => join(one.parentPath, one.name))
						.map((path) => path.slice(home.length + 1) + textOf(path))
						.sort()
				: [],
	};
}

function textOf(path: string): string {
	try {
		return `: ${readFileSync(path, "utf8")}`;
	} catch {
		return "/";
	}
}

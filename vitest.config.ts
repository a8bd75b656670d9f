import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const base = { environment: "node" as const, restoreMocks: true, setupFiles: ["scripts/property-seed.ts"] };

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					...base,
					name: "unit",
					// Unit tests share no state, so files share a worker: a third of the time.
					isolate: false,
					// The usual one worker fewer than cores would leave half of a small machine idle.
					maxWorkers: Math.max(2, availableParallelism() - 1),
					testTimeout: 20_000,
					include: [
						"assets/**/*.test.ts",
						"bench/**/*.test.ts",
						"electron/**/*.test.ts",
						"main/**/*.test.ts",
						"nix-installer/**/*.test.ts",
						"renderer/**/*.test.ts",
						"scripts/**/*.test.ts",
					],
					exclude: ["**/*.int.test.ts"],
				},
			},
			{
				test: {
					...base,
					name: "integration",
					include: ["{main,electron,nix-installer,e2e,scripts}/**/*.int.test.ts"],
					testTimeout: 60_000,
					hookTimeout: 60_000,
					fileParallelism: false,
				},
			},
			{
				test: {
					...base,
					name: "real",
					include: ["e2e/real/**/*.real.test.ts"],
					testTimeout: 300_000,
					hookTimeout: 300_000,
					fileParallelism: false,
				},
			},
		],
	},
});

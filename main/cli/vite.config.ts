// Packs the command line and the agent with their libraries into few files: what is never used (zod's languages, the
// Docker library's ssh and build parts) is then neither read nor kept in memory. Its files stand side by side, and the
// sandbox's own below child/, because each of them looks for its neighbours.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { keepTwoBuilds } from "./keep-two-builds.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Hearth speaks to an engine over its local socket only and never builds an image. */
function localEngineOnly(): Plugin {
	const unused = /[\\/](docker-modem[\\/]lib[\\/]ssh|dockerode[\\/]lib[\\/](session|buildkit))\.js$/;
	return {
		name: "hearth-local-engine-only",
		enforce: "pre",
		load: (id) => (unused.test(id) ? 'module.exports = () => { throw new Error("not built in"); };' : null),
	};
}

const isSandbox = (id: string) => /[\\/](wasm[\\/]child|browser_wasi_shim)[\\/]/.test(id);

const { version } = JSON.parse(readFileSync(here("../../package.json"), "utf8")) as { version: string };

export default defineConfig({
	define: { builtVersion: JSON.stringify(version) },
	root: here("../.."),
	plugins: [localEngineOnly(), keepTwoBuilds(here("../../dist/app"))],
	ssr: { noExternal: true, target: "node" },
	build: {
		ssr: true,
		outDir: here("../../dist/app"),
		emptyOutDir: false,
		copyPublicDir: false,
		target: "node20",
		rolldownOptions: {
			transform: { inject: { FormData: [here("no-form-data.ts"), "NoFormData"] } },
			input: {
				hearth: here("hearth.ts"),
				start: here("start.ts"),
				"agent-host": here("agent-host.ts"),
				"setup-helper": here("../../nix-installer/elevate/setup-helper.ts"),
				"guard-process": here("../tools/guard/guard-process.ts"),
				"child/sandbox-child": here("../tools/wasm/child/sandbox-child.ts"),
			},
			output: {
				entryFileNames: "[name].js",
				// The sandbox may read nothing but its own folder.
				chunkFileNames: ({ moduleIds }) =>
					moduleIds.length > 0 && moduleIds.every(isSandbox) ? "child/[name]-[hash].js" : "[name]-[hash].js",
			},
		},
	},
});

// Loaded before the built main module: "electron" is the double from now on.
import { registerHooks } from "node:module";

const double = new URL("electron-double.ts", import.meta.url).href;
registerHooks({
	resolve: (specifier, context, next) =>
		specifier === "electron" ? { url: double, shortCircuit: true } : next(specifier, context),
});

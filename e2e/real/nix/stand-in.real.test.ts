// The stand-in inputs themselves: their module evaluator refuses what the real one refuses.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NixStage, openNixStage, whyNoNix } from "./real-nix.ts";

const missing = whyNoNix();
const lib = join(import.meta.dirname, "inputs/nixpkgs/lib");

describe.skipIf(missing)(`the stand-in module evaluator${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let stage: NixStage;
	beforeAll(async () => {
		stage = await openNixStage();
	});
	afterAll(() => stage?.close());

	const declarations = `{ lib, ... }: { options = {
		on = lib.mkEnableOption "it";
		name = lib.mkOption { type = lib.types.str; };
		size = lib.mkOption { type = lib.types.nullOr lib.types.int; default = null; };
		list = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
		text = lib.mkOption { type = lib.types.lines; default = ""; };
		kind = lib.mkOption { type = lib.types.enum [ "a" "b" ]; default = "a"; };
		any = lib.mkOption { type = lib.types.attrsOf lib.types.anything; default = { }; };
		group.inner = lib.mkOption { type = lib.types.bool; default = true; };
		each = lib.mkOption { default = { }; type = lib.types.attrsOf (lib.types.submodule ({ name, config, ... }: { options = {
			target = lib.mkOption { type = lib.types.str; default = name; };
			both = lib.mkOption { type = lib.types.str; default = "\${name}/\${config.target}"; }; }; })); }; }; }`;
	const evaluate = (what: string, ...modules: string[]) => {
		const all = [declarations, ...modules].map((module) => `(${module})`).join(" ");
		const expression = `let lib = import ${lib}; in (c: ${what}) (lib.evalModules { modules = [ ${all} ]; }).config`;
		return stage.run(["nix-instantiate", "--eval", "--strict", "--json", "--expr", expression]);
	};

	test.each<[string, string, unknown, string[]]>([
		["a default", "c.kind", "a", []],
		["a definition", "c.name", "x", [`{ name = "x"; }`]],
		["a priority over a definition", "c.name", "y", [`{ name = "x"; }`, `{ lib, ... }: { name = lib.mkForce "y"; }`]],
		["a definition over mkDefault", "c.name", "x", [`{ name = "x"; }`, `{ lib, ... }: { name = lib.mkDefault "y"; }`]],
		["lists joined", "c.list", ["a", "b"], [`{ list = [ "a" ]; }`, `{ list = [ "b" ]; }`]],
		[
			"lines joined",
			"c.text",
			"a\nb",
			[`{ text = "a"; }`, `{ lib, ... }: { text = lib.mkMerge [ (lib.mkIf false "x") "b" ]; }`],
		],
		["groups joined", "c.any", { a: { b: 1, c: 2 } }, ["{ any.a.b = 1; }", "{ any.a.c = 2; }"]],
		[
			"a condition on another option",
			"c.name",
			"on",
			["{ on = true; }", `{ config, lib, ... }: lib.mkIf config.on { name = "on"; }`],
		],
		[
			"what lies under a false condition",
			"c.kind",
			"a",
			[`{ lib, ... }: { config = lib.mkIf false { nothing.here = 1; }; }`],
		],
		["a submodule", "c.each.k", { target: "k", both: "k/k" }, ["{ each.k = { }; }"]],
		["imports", "c.name", "in", [`{ imports = [ { name = "in"; } ]; }`]],
	])("%s", async (_name, what, value, modules) => {
		const { code, stdout, stderr } = await evaluate(what, ...modules);
		expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
		expect(JSON.parse(stdout)).toEqual(value);
	});

	test.each<[string, string, string, string[]]>([
		["an unknown option", "c.kind", "The option `knid' does not exist", [`{ knid = "a"; }`]],
		["an unknown option in a group", "c.kind", "The option `group.outer' does not exist", ["{ group.outer = 1; }"]],
		["one in a submodule", "c.each.k.target", "The option `targte' does not exist", [`{ each.k.targte = "x"; }`]],
		["a wrong type", "c.size", "option `size' is not of type `null or signed integer'", [`{ size = "1"; }`]],
		["a wrong element", "c.list", "is not of type `string'", ["{ list = [ 1 ]; }"]],
		["a value outside the list", "c.kind", 'is not of type `one of ["a","b"]\'', [`{ kind = "c"; }`]],
		["two different values", "c.name", "conflicting definition values", [`{ name = "x"; }`, `{ name = "y"; }`]],
		["no value", "c.name", "The option `name' was accessed but has no value", []],
		["a value for a group", "c.kind", "`group' is a group of options", ["{ group = 1; }"]],
		[
			"an option declared twice",
			"c.kind",
			"already declared",
			['{ lib, ... }: { options.kind = lib.mkEnableOption "x"; }'],
		],
		["a part a module cannot have", "c.kind", "unsupported attribute `optoins'", ["{ config = { }; optoins = { }; }"]],
	])("refused: %s", async (_name, what, why, modules) => {
		const { code, stderr } = await evaluate(what, ...modules);
		expect(code).toBe(1);
		expect(stderr).toContain(why);
	});
});

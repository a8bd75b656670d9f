// The page "What this PC sends" is the wire itself: every field of every message is on it, nothing else is, and nothing
// that is not on it gets through.
import { expect, test } from "vitest";
import { z } from "zod";
import { wireSchemas } from "./pool.ts";
import { sentFields } from "./sent.ts";

type Json = {
	type?: string;
	properties?: Record<string, Json>;
	items?: Json;
	anyOf?: Json[];
	oneOf?: Json[];
	additionalProperties?: unknown;
	$ref?: string;
};
const shapes = Object.entries(wireSchemas).map(([message, schema]) => ({
	message,
	schema: schema as z.ZodType,
	json: z.toJSONSchema(schema, { reused: "inline" }) as Json,
}));

/** Every place at which a value stands: written apart from the page's own walk, so that both have to be wrong alike. */
function places(json: Json, path: string[]): string[][] {
	const parts = [...(json.anyOf ?? []), ...(json.oneOf ?? [])].filter((one) => one.type !== "null");
	if (parts.length > 0) return parts.flatMap((one) => places(one, path));
	if (json.properties) return Object.entries(json.properties).flatMap(([key, one]) => places(one, [...path, key]));
	if (json.items?.properties) {
		return places(json.items, [...path.slice(0, -1), `${path.at(-1)}[]`]);
	}
	return [path];
}

test("every field of every message is on the page, each once, with a meaning", () => {
	const wanted = shapes.flatMap(({ message, json }) => places(json, []).map((path) => `${message} ${path.join(".")}`));
	const listed = sentFields().map(({ message, field }) => `${message} ${field}`);
	expect(listed).toEqual(wanted);
	expect(new Set(listed).size).toBe(listed.length);
	expect(sentFields().filter(({ meaning }) => !/^sent\.[a-z-]+$/.test(meaning))).toEqual([]);
});

test("every message is closed, at every depth: a field more is refused", () => {
	const open: string[] = [];
	const walk = (json: Json, path: string) => {
		expect(json.$ref, path).toBeUndefined();
		if (json.properties && json.additionalProperties !== false) open.push(path);
		for (const [key, one] of Object.entries(json.properties ?? {})) walk(one, `${path}.${key}`);
		if (json.items) walk(json.items, `${path}[]`);
		for (const one of [...(json.anyOf ?? []), ...(json.oneOf ?? [])]) walk(one, path);
	};
	for (const { message, json } of shapes) walk(json, message);
	expect(open).toEqual([]);
	const presence = { deviceId: "d", classes: [], freeCpus: 1, freeMemoryMiB: 64 };
	expect(wireSchemas.presence.safeParse(presence).success).toBe(true);
	for (const extra of ["windowTitle", "app", "idleSeconds", "person", "files"]) {
		expect(wireSchemas.presence.safeParse({ ...presence, [extra]: "x" }).success, extra).toBe(false);
	}
});

test("no field is about the person: no program, no title of a window, no use, no place", () => {
	const lent = sentFields().filter(({ message }) => message !== "job" && message !== "file");
	const about =
		/window|process(?!esLeft)|program|app$|idle|input|key(board|stroke)|mouse|battery|metered|locked|thermal|person|user|host|address|path|folder|location/i;
	expect(lent.filter(({ field }) => about.test(field)).map(({ message, field }) => `${message}.${field}`)).toEqual([]);
});

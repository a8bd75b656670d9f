// Generates the list "What this PC sends" from the wire schemas, so that page and wire cannot differ.
import { z } from "zod";
import type { SentField } from "./about.ts";
import { wireSchemas } from "./pool.ts";

type JsonSchema = {
	/** A list for a nullable value, e.g. ["string", "null"]. */
	type?: string | string[];
	description?: string;
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
	enum?: unknown[];
	anyOf?: JsonSchema[];
	const?: unknown;
};

/** Every field of every message this PC can send, in wire order; nested fields as `receipt.body.usage.cpuSeconds`. */
export function sentFields(): SentField[] {
	const fields: SentField[] = [];
	for (const [message, schema] of Object.entries(wireSchemas)) {
		collect(message, "", z.toJSONSchema(schema) as JsonSchema, "", fields);
	}
	return fields;
}

function collect(message: string, path: string, schema: JsonSchema, meaning: string, into: SentField[]): void {
	const own = schema.description ?? meaning;
	const variants = schema.anyOf?.filter((one) => one.type !== "null");
	if (variants?.length === 1 && variants[0]) {
		collect(message, path, variants[0], own, into);
		return;
	}
	if (schema.properties) {
		for (const [key, child] of Object.entries(schema.properties)) {
			collect(message, path ? `${path}.${key}` : key, child, own, into);
		}
		return;
	}
	if (schema.items?.properties) {
		collect(message, `${path}[]`, schema.items, own, into);
		return;
	}
	into.push({ message, field: path, type: typeName(schema), meaning: own });
}

function typeName(schema: JsonSchema): string {
	if (schema.enum) return schema.enum.join(" | ");
	if (schema.const !== undefined) return String(schema.const);
	if (schema.items) return `list of ${typeName(schema.items)}`;
	return Array.isArray(schema.type) ? schema.type.join(" or ") : (schema.type ?? "value");
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { redactor } from "./redact.ts";

function pass(secrets: readonly string[], pieces: readonly Buffer[]): string {
	const out: Buffer[] = [];
	const redact = redactor(secrets, (chunk) => out.push(Buffer.from(chunk)));
	for (const piece of pieces) redact.take(piece);
	redact.end();
	return Buffer.concat(out).toString();
}

const cut = (text: string, at: readonly number[]) => {
	const bytes = Buffer.from(text);
	const places = [0, ...at.map((one) => one % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
	return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
};

test("a secret never comes through, wherever the stream is cut; everything else does, unchanged", () => {
	const small = fc.string({ unit: fc.constantFrom("a", "b", "ä"), minLength: 1, maxLength: 4 });
	fc.assert(
		fc.property(
			fc.array(small, { minLength: 1, maxLength: 3 }),
			fc.array(fc.oneof(small, fc.constantFrom("x", "\n", "secret")), { maxLength: 12 }),
			fc.array(fc.nat(), { maxLength: 8 }),
			(secrets, parts, at) => {
				const text = parts.join("");
				const out = pass(secrets, cut(text, at));
				expect(out).toBe(pass(secrets, [Buffer.from(text)]));
				const rest = out.split("[secret]");
				for (const secret of secrets) for (const piece of rest) expect(piece).not.toContain(secret);
			},
		),
		{ numRuns: 500 },
	);
});

test("the longest secret wins; a half secret at the end is no secret", () => {
	expect(pass(["pass", "password"], [Buffer.from("my passw"), Buffer.from("ord, pass")])).toBe("my [secret], [secret]");
	expect(pass(["password"], [Buffer.from("a pass")])).toBe("a pass");
	expect(pass(["", "x"], [Buffer.from("axb")])).toBe("a[secret]b");
	expect(pass([], [Buffer.from("axb")])).toBe("axb");
	// The longer one does not come whole, so the shorter one in it counts.
	expect(pass(["pass", "password"], [Buffer.from("passw"), Buffer.from("all")])).toBe("[secret]wall");
});

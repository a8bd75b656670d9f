import fc from "fast-check";
import { expect, test } from "vitest";
import { isFleetReference } from "./fleet-reference.ts";

test.each([
	"github:linden/list",
	"github:linden/list/main",
	"github:linden/list?dir=fleet",
	"github:linden/list?ref=release/26.05&dir=home/fleet",
	"github:linden/list?host=git.linden.example",
	"gitlab:home%2Flinden/list",
	"git+https://git.linden.example:8443/linden/list.git?ref=main&rev=0123456789abcdef0123456789abcdef01234567",
	"git+https://git.linden.example/~rowan/list",
	"https://linden.example/list.tar.gz",
	"https://linden.example/archive/main.tar.zst?dir=fleet",
	"path:/home/rowan/list",
	"path:/tmp/.hidden/list-1",
])("%s", (text) => expect(isFleetReference(text)).toBe(true));

test.each([
	"",
	"list",
	"./list",
	"/home/rowan/list",
	"path:list",
	"path:/",
	"path:/a/../etc",
	"path:/a?rev=1",
	"path:/a b",
	"--impure",
	"-github:a/b",
	"github:--upload-pack=x/b",
	"github:a/b?ref=--upload-pack=x",
	"github:a/b?ref=-x",
	"github:a/b?ref=a/../b",
	"github:a/b?dir=/etc",
	"github:a/b?dir=a//b",
	"github:a/b?submodules=1",
	"github:a/b?ref=a&ref=b",
	"github:a/b?toString=a",
	"github:a/b?host=a.b@c",
	"github:a/b#homeConfigurations",
	"github:a",
	"git+ssh://git@linden.example/list",
	"git+file:///home/rowan/list",
	"git+http://linden.example/list",
	"git+https://rowan:word@linden.example/list",
	"git+https://linden.example",
	"http://linden.example/list.tar.gz",
	"https://linden.example/list",
	"https://linden.example/list.tar.gz?token=abc",
	"file:///home/rowan/list.tar.gz",
	"hg+https://linden.example/list",
	"flake:nixpkgs",
	"nixpkgs",
	"github:a/b\n",
	"github:a/b --impure",
	`github:a/${"b".repeat(600)}`,
])("not %j", (text) => expect(isFleetReference(text)).toBe(false));

test("whatever passes is one word that begins with its kind and holds nothing a shell, Nix or git would act on", () => {
	const bits = [
		"github:",
		"git+https://",
		"path:/",
		"a",
		"b.c",
		"/",
		"?",
		"ref=",
		"&",
		"--x",
		"@",
		"..",
		"%2F",
		" ",
		"$(x)",
	];
	const texts = fc.array(fc.constantFrom(...bits), { maxLength: 9 }).map((all) => all.join(""));
	fc.assert(
		fc.property(fc.oneof(texts, fc.string({ unit: "binary" })), (text) => {
			if (!isFleetReference(text)) return;
			expect(text).toMatch(/^(?:github:|gitlab:|git\+https:\/\/|https:\/\/|path:\/)[A-Za-z0-9._~/%:?=&@+-]+$/);
			expect(text).not.toMatch(/\.\.|:\/\/[^/]*@|[?&](?!ref=|rev=|dir=|host=)/);
		}),
		{ numRuns: 5000 },
	);
});

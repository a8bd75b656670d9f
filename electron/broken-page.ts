// The page shown when the window broke twice in a row: words and one link, no script that could break again.
import type { Say } from "../main/contract/words.ts";

export const brokenPath = "/broken.html";
export const brokenStylePath = "/broken.css";

/** The made pages, by path. */
export function brokenPages(say: Say, language: string): Record<string, string> {
	const text = (code: string) => escaped(say(code));
	const html = `<!doctype html>
<html lang="${escaped(language)}">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<meta name="color-scheme" content="light dark">
		<title>Hearth</title>
		<link rel="stylesheet" href="${brokenStylePath}">
	</head>
	<body>
		<main>
			<h1>${text("shell.broken.title")}</h1>
			<p>${text("shell.broken.what")}</p>
			<p>${text("shell.broken.stop")}</p>
			<p><a href="/">${text("shell.broken.again")}</a></p>
		</main>
	</body>
</html>
`;
	return { [brokenPath]: html, [brokenStylePath]: style };
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.codePointAt(0)};`);

const style = `:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
body { margin: 0; min-block-size: 100vh; display: grid; place-items: center;
	background: light-dark(#f8f4ed, #191613); color: light-dark(#26211b, #f2ebe1); }
main { max-inline-size: 32rem; padding: 2rem; }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 600; margin: 0 0 1rem; }
p { margin: 0 0 1rem; }
a { display: inline-block; padding: 0.625rem 1.25rem; border-radius: 999px; text-decoration: none; font-weight: 600;
	background: light-dark(#26211b, #f2ebe1); color: light-dark(#fffdf9, #191613); }
a:focus-visible { outline: 3px solid light-dark(#2c5f94, #93bfe8); outline-offset: 3px; }
`;

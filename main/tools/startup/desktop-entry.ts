// An XDG autostart entry's text (freedesktop.org Desktop Entry Specification, Autostart Specification 0.5). Pure.
import type { Argv } from "./start-command.ts";

const marker = "X-Hearth-Startup";
const madeKey = "X-Hearth-Made-Folders";

/** The whole file. `made`: folders made for it, remembered for the removal. */
export function desktopEntryText(name: string, argv: Argv, made: number): string {
	const lines = [
		"[Desktop Entry]",
		"Type=Application",
		"Version=1.0",
		`Name=${escapeString(name)}`,
		`Exec=${execValue(argv)}`,
		`TryExec=${escapeString(argv[0])}`,
		"Terminal=false",
		"X-GNOME-Autostart-enabled=true",
		`${marker}=app`,
		`${madeKey}=${made}`,
	];
	return `${lines.join("\n")}\n`;
}

/** Arguments as the Exec key wants them: each quoted where needed, then escaped once more as any string value is. */
export function execValue(argv: Argv): string {
	return escapeString(argv.map(quoteArgument).join(" "));
}

/** "If an argument contains a reserved character the argument must be quoted"; % is a field code's start anywhere. */
function quoteArgument(argument: string): string {
	const text = argument.replaceAll("%", "%%");
	if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
	return `"${text.replace(/["`$\\]/g, "\\$&")}"`;
}

const escapeString = (text: string) =>
	text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");

export interface DesktopEntry {
	readonly ours: boolean;
	/** Hidden=true, or switched off by GNOME's or KDE's own settings. */
	readonly disabled: boolean;
	/** The Exec value as it stands in the file. */
	readonly exec: string;
	readonly made: number;
}

/** Reads the [Desktop Entry] group; settings programs may have written the file anew in their own order. */
export function readDesktopEntry(text: string): DesktopEntry {
	const keys = new Map<string, string>();
	let inside = false;
	for (const line of text.split(/\r?\n/)) {
		if (line.startsWith("[")) inside = line.trim() === "[Desktop Entry]";
		const found = inside ? /^([A-Za-z0-9-]+)\s*=\s*(.*)$/.exec(line) : null;
		if (found?.[1] !== undefined) keys.set(found[1], (found[2] ?? "").trim());
	}
	const is = (key: string, value: string) => keys.get(key)?.toLowerCase() === value;
	return {
		ours: keys.get(marker) === "app",
		disabled:
			is("Hidden", "true") || is("X-GNOME-Autostart-enabled", "false") || is("X-KDE-autostart-enabled", "false"),
		exec: keys.get("Exec") ?? "",
		made: Math.min(8, Number(keys.get(madeKey)) || 0),
	};
}

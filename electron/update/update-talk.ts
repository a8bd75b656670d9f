// Puts what the update flow has to say into the system's own message box: it is about the app, not about lending, and has
// to work while no window is open.
import type { Dialog, MessageBoxOptions } from "electron";
import type { Say } from "../../main/contract/words.ts";
import type { UpdateTalk } from "./updates.ts";

export interface UpdateTalkOptions {
	readonly dialog: Pick<Dialog, "showMessageBox">;
	readonly say: Say;
	/** This copy's version. */
	readonly version: string;
	/** A size in the reader's units. */
	readonly size: (bytes: number) => string;
	readonly weekly: { read(): boolean; write(weekly: boolean): void };
}

/** The box for one talk. The first button goes on where there is something to go on with; closing the box never does. */
export function updateBox(
	talk: UpdateTalk,
	options: Pick<UpdateTalkOptions, "say" | "version" | "size">,
	weekly: boolean,
): MessageBoxOptions {
	const { say, version, size } = options;
	const question = (message: string, detail: string, yes: string, no: string): MessageBoxOptions => ({
		type: "question",
		message,
		detail,
		buttons: [yes, no],
		defaultId: 1,
		cancelId: 1,
		noLink: true,
	});
	const statement = (message: string, detail?: string): MessageBoxOptions => ({
		type: "info",
		message,
		...(detail === undefined ? {} : { detail }),
		buttons: [say("update.ok")],
		defaultId: 0,
		cancelId: 0,
	});
	const offer = { checkboxLabel: say("update.weekly"), checkboxChecked: weekly };
	switch (talk.code) {
		case "update.found": {
			const bytes = talk.bytes === null ? say("update.size-unknown") : size(talk.bytes);
			const detail = say("update.found.detail", { current: version, size: bytes });
			const message = say("update.found", { version: talk.version });
			return { ...question(message, detail, say("update.found.yes"), say("update.found.no")), ...offer };
		}
		case "update.ready": {
			const message = say("update.ready", { version: talk.version });
			return question(message, say("update.ready.detail"), say("update.ready.yes"), say("update.ready.no"));
		}
		case "update.none":
			return { ...statement(say("update.none", { version: talk.version })), ...offer };
		case "update.not-offered":
			return statement(say("update.not-offered"), say("update.not-offered.detail"));
		case "update.failed":
			return statement(say("update.failed"), say("update.failed.detail", { detail: talk.detail }));
	}
}

/** Shows a talk and resolves to true only for the button that goes on. Keeps the weekly look as its box was left. */
export function updateTalk(options: UpdateTalkOptions): (talk: UpdateTalk) => Promise<boolean> {
	return async (talk) => {
		const box = updateBox(talk, options, options.weekly.read());
		const { response, checkboxChecked } = await options.dialog.showMessageBox(box);
		if (box.checkboxLabel !== undefined) options.weekly.write(checkboxChecked);
		return box.type === "question" && response === 0;
	};
}

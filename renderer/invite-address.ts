// An invite that the desktop shell was asked to open comes in the window's address. It holds secrets: it is taken out of
// there before anything is drawn, and only setup's first question has it then.
import { inviteStart } from "../main/contract/invite-text.ts";
import { changeDraft } from "./features/setup/draft.ts";
import { hrefOf } from "./route.ts";

const address = /^#\/setup\/join\/(.*)$/s;

/** Now, and whenever the address changes; call before the window is drawn, so that nothing else sees it first. */
export function takeInvites(): void {
	take();
	window.addEventListener("hashchange", take);
}

function take(): void {
	const rest = address.exec(window.location.hash)?.[1];
	if (rest === undefined) return;
	window.history.replaceState(null, "", hrefOf({ page: "setup", screen: "who" }));
	changeDraft({ home: "invite", ...(rest !== "" && { link: `${inviteStart}${rest}` }) });
}

// The tray's menu as data: what a person reads and what a press asks for. No "electron" here.
import type { AmountShare } from "../../main/contract/amount-share.ts";

/** Addresses inside the window that the tray can open. */
export type TrayPage = "#/lending" | "#/allow" | "#/this-pc" | `#/allow/${AmountShare}`;

/** All a press can ask for. Nothing here allows lending: that takes the page which shows the words. */
export type TrayCommand =
	| { readonly do: "stop" }
	/** `until` is the moment the entry shows. */
	| { readonly do: "pause"; readonly until: number }
	| { readonly do: "resume" }
	| { readonly do: "open"; readonly page: TrayPage }
	| { readonly do: "notices"; readonly on: boolean }
	/** Look for a newer version. */
	| { readonly do: "update" }
	| { readonly do: "quit"; readonly stop: boolean };

export type TrayItem =
	| { readonly kind: "separator" }
	/** A line to read. */
	| { readonly kind: "line"; readonly label: string }
	| { readonly kind: "action"; readonly label: string; readonly enabled: boolean; readonly command: TrayCommand }
	/** A mark that says how it is now; pressing asks for `command`. */
	| { readonly kind: "tick"; readonly label: string; readonly checked: boolean; readonly command: TrayCommand }
	| { readonly kind: "submenu"; readonly label: string; readonly items: readonly TrayItem[] };

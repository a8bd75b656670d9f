// What each tile of the contact sheet shows, in words; by the name under which its picture is kept.

/** The pages and states, in the order they are shown. */
export const lookWords: Readonly<Record<string, string>> = {
	first: "Lending, the first window: nothing is lent, two ways on",
	"trial-asked": "Allow, asked for by the small picture that waits",
	"allow-empty": "Allow: nothing is ticked",
	"allow-open": "Allow, after Lend was pressed too early: what is still to choose",
	"allow-change": "Allow: change what is lent now",
	"allow-again": "Allow: filled in with what was allowed last",
	"allow-never": "Allow: hours that would never lend",
	ready: "Lending: allowed, nothing runs yet",
	lending: "Lending: two programs run",
	"lending-many": "Lending: eight programs, in every phase",
	"lending-long-names": "Lending: the longest names",
	"all-kinds": "Lending: a container program and a graphics card are here",
	"held-in-use": "Lending: waits, somebody uses the PC",
	"held-hours": "Lending: waits for its hours",
	"held-battery": "Lending: waits, the PC runs on battery",
	paused: "Lending: paused",
	problem: "Lending: the record was changed",
	stopped: "Lending: stopped, with the proof",
	stopping: "Stop, just pressed",
	"stop-late": "Stop, not confirmed yet",
	"stop-lost": "Stop, did not reach the agent",
	"history-empty": "History: nothing has run",
	"history-week": "History: a week",
	"history-many": "History: 10,000 runs",
	"history-nothing-fits": "History: nothing fits the words",
	"history-checked": "History: the whole record was checked",
	"history-loading": "History: takes longer than 400 ms",
	"history-failed": "History: could not be read",
	"history-offline": "History: the agent is gone, the list stays",
	receipt: "Receipt: checked and true",
	"receipt-refused": "Receipt of a job that was turned away",
	"receipt-unproven": "Receipt that does not hold",
	"receipt-missing": "Receipt that is not here",
	"this-pc": "This PC: no container program",
	"this-pc-all-kinds": "This PC: every kind of work can run",
	"this-pc-problem": "This PC: one thing needs a look",
	"this-pc-loading": "This PC: takes longer than 400 ms",
	loading: "Before the first answer, after 400 ms",
	offline: "The agent does not answer",
	"signed-out": "A window the agent does not know",
	"broken-page": "A page that broke: Stop stays",
};

/** The pages shown under every wish of a reader. */
export const mainNames = ["first", "allow-change", "lending", "history-week", "receipt", "this-pc"] as const;

export const dressWords: Readonly<Record<string, string>> = {
	light: "light",
	dark: "dark",
	"contrast-light": "high contrast, light",
	"contrast-dark": "high contrast, dark",
	"forced-light": "the system’s own colours, light",
	"forced-dark": "the system’s own colours, dark",
};

/** Hour of the next morning at which "until tomorrow" ends: the same as the command line. */
const morningHour = 7;

/** The three pauses offered, each with the moment it ends. "Tomorrow" is the next calendar day's morning, local time. */
export function pauseChoices(now: number): { code: string; until: number }[] {
	const morning = new Date(now);
	morning.setDate(morning.getDate() + 1);
	morning.setHours(morningHour, 0, 0, 0);
	return [
		{ code: "window.pause-30min", until: now + 30 * 60_000 },
		{ code: "window.pause-2h", until: now + 2 * 3_600_000 },
		{ code: "window.pause-tomorrow", until: morning.getTime() },
	];
}

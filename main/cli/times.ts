// Instants and spans as people read them on this PC's clock.

const two = (n: number) => String(n).padStart(2, "0");

/** "2026-11-23 14:05", local time. */
export function dateTime(ms: number): string {
	const at = new Date(ms);
	return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clockTime(ms)}`;
}

/** "14:05", local time. */
export function clockTime(ms: number): string {
	const at = new Date(ms);
	return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** "14:05" when it is today, else the date as well. */
export function whenWords(ms: number, now: number): string {
	return dateTime(ms).slice(0, 10) === dateTime(now).slice(0, 10) ? clockTime(ms) : dateTime(ms);
}

/** "0.4 s", "12 s", "3 min 20 s", "2 h 5 min". */
export function spanWords(ms: number): string {
	const seconds = Math.max(0, ms) / 1000;
	if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	if (whole < 60) return `${whole} s`;
	if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
	const minutes = Math.round(whole / 60);
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

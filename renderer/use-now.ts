import { useEffect, useState } from "react";

/** The wall clock, renewed every `everyMs` while the window is visible. */
export function useNow(everyMs: number): number {
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		let timer: number | undefined;
		const start = () => {
			window.clearInterval(timer);
			if (document.hidden) return;
			setNow(Date.now());
			timer = window.setInterval(() => setNow(Date.now()), everyMs);
		};
		start();
		document.addEventListener("visibilitychange", start);
		return () => {
			window.clearInterval(timer);
			document.removeEventListener("visibilitychange", start);
		};
	}, [everyMs]);
	return now;
}

import { useEffect, useState } from "react";
import { client } from "../../client.ts";
import { goTo } from "../../route.ts";

/** A window opened without an address shows setup first while it runs, waits or was cut off; never again after that. */
export function useReturnToSetup(live: boolean): void {
	const [asks, setAsks] = useState(() => window.location.hash === "");
	useEffect(() => {
		if (!asks || !live) return;
		setAsks(false);
		client.setup.get({}).then(
			({ working, status }) => {
				const open = working || ["unfinished", "restart", "undoing"].includes(status.phase);
				if (open && window.location.hash === "") goTo({ page: "setup" });
			},
			() => undefined,
		);
	}, [asks, live]);
}

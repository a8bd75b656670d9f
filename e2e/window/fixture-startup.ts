import type { StartupEntry, StartupKind } from "../../main/contract/startup.ts";

/** Both entries of a Linux PC with the app, as its agent tells them; `set` switches one. */
export function fixtureStartup() {
	const folder = "/home/owner/.config";
	const base = { state: "off", reason: null, stale: false } as const;
	const entries: Record<StartupKind, StartupEntry> = {
		app: {
			...base,
			kind: "app",
			where: `${folder}/autostart/dev.hearth.app.desktop`,
			contents: "[Desktop Entry]\nType=Application\nName=Hearth\nExec=/opt/Hearth/hearth-desktop --hidden\n",
			lingers: null,
		},
		agent: {
			...base,
			kind: "agent",
			where: `${folder}/systemd/user/hearth-agent.service`,
			contents:
				'[Service]\nExecStart="/opt/Hearth/resources/node" "/opt/Hearth/hearth.js" "agent"\nRestart=on-failure\n\n[Install]\nWantedBy=default.target\n',
			lingers: false,
		},
	};
	return {
		get: () => Object.values(entries),
		set(kind: StartupKind, on: boolean) {
			entries[kind] = { ...entries[kind], state: on ? "on" : "off" };
			return { entry: entries[kind], started: false };
		},
	};
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endpointCandidates } from "./endpoint.ts";

const paths = (env: Record<string, string>, uid: number | null = 1000) =>
	endpointCandidates({ env, home: "/home/owner", uid }).map((endpoint) => endpoint.socketPath);

describe("where an engine's socket may be", () => {
	it("looks at the usual places, best first", () => {
		expect(paths({})).toEqual([
			"/var/run/docker.sock",
			"/run/user/1000/docker.sock",
			"/run/user/1000/podman/podman.sock",
			"/run/podman/podman.sock",
			"/home/owner/.colima/default/docker.sock",
			"/home/owner/.rd/docker.sock",
			"/home/owner/.orbstack/run/docker.sock",
			"/home/owner/.docker/run/docker.sock",
			"/home/owner/.local/share/containers/podman/machine/podman.sock",
		]);
	});

	it("takes DOCKER_HOST first when it is a socket, and names each place once", () => {
		expect(paths({ DOCKER_HOST: "unix:///srv/engine.sock" })[0]).toBe("/srv/engine.sock");
		const again = paths({ DOCKER_HOST: "unix:///var/run/docker.sock" });
		expect(again.filter((path) => path === "/var/run/docker.sock")).toHaveLength(1);
	});

	it("uses XDG_RUNTIME_DIR, and no runtime folder where there is no user id", () => {
		expect(paths({ XDG_RUNTIME_DIR: "/tmp/run" })).toContain("/tmp/run/podman/podman.sock");
		expect(paths({}, null).filter((path) => path.startsWith("/run/user"))).toEqual([]);
	});

	it.each([
		"tcp://10.0.0.5:2375",
		"ssh://me@host",
		"npipe:////./pipe/docker",
		"unix://",
		"unix://relative.sock",
		"http://x",
	])("passes %s over", (DOCKER_HOST) => expect(paths({ DOCKER_HOST })).toEqual(paths({})));

	it("never names anything but absolute paths, whatever the environment says", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), fc.string(), (DOCKER_HOST, XDG_RUNTIME_DIR, home) => {
				for (const { socketPath } of endpointCandidates({ env: { DOCKER_HOST, XDG_RUNTIME_DIR }, home, uid: 1 })) {
					expect(socketPath).toMatch(/^\//);
					expect(socketPath).not.toMatch(/\0/);
				}
			}),
		);
	});
});

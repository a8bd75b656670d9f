// Where a container engine's socket may be on this PC. Pure: what is really there is looked up in find-endpoint.ts.
import { posix } from "node:path";

export interface Endpoint {
	/** Absolute path of a Unix socket. Never a TCP address: a job's engine is always on this PC. */
	readonly socketPath: string;
	/** Which product usually listens there; for people and logs, decides nothing. */
	readonly product: "docker" | "podman" | "colima" | "rancher-desktop" | "orbstack";
}

export interface EndpointSurroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
	/** Numeric user id; null where the OS has none. */
	readonly uid: number | null;
}

/**
 * All places to look, best first, without duplicates. DOCKER_HOST counts only as `unix://` and an absolute path;
 * tcp, ssh and npipe addresses are passed over, never tried.
 */
export function endpointCandidates({ env, home, uid }: EndpointSurroundings): Endpoint[] {
	const runtime = absolute(env.XDG_RUNTIME_DIR) ?? (uid === null ? null : `/run/user/${uid}`);
	const under = (folder: string | null, path: string) => (folder === null ? null : posix.join(folder, path));
	const found: [string | null, Endpoint["product"]][] = [
		[fromDockerHost(env.DOCKER_HOST), "docker"],
		["/var/run/docker.sock", "docker"],
		[under(runtime, "docker.sock"), "docker"],
		[under(runtime, "podman/podman.sock"), "podman"],
		["/run/podman/podman.sock", "podman"],
		[under(absolute(home), ".colima/default/docker.sock"), "colima"],
		[under(absolute(home), ".rd/docker.sock"), "rancher-desktop"],
		[under(absolute(home), ".orbstack/run/docker.sock"), "orbstack"],
		[under(absolute(home), ".docker/run/docker.sock"), "docker"],
		[under(absolute(home), ".local/share/containers/podman/machine/podman.sock"), "podman"],
	];
	const seen = new Set<string>();
	return found.flatMap(([socketPath, product]) => {
		if (socketPath === null || seen.has(socketPath)) return [];
		seen.add(socketPath);
		return [{ socketPath, product }];
	});
}

function fromDockerHost(value: string | undefined): string | null {
	return value?.startsWith("unix://") ? absolute(value.slice("unix://".length)) : null;
}

function absolute(path: string | undefined): string | null {
	return path?.startsWith("/") && !path.includes("\0") ? posix.normalize(path) : null;
}

// Server addresses as people write them, parted into what is shown and what logs in.
import { ProblemError } from "../../contract/problem.ts";

export interface ServerAddresses {
	/** host:port with scheme, without credentials. */
	readonly servers: string[];
	/** For people: the first address. */
	readonly name: string;
	readonly login: { readonly user?: string; readonly pass?: string; readonly token?: string };
}

const schemes = new Set(["nats:", "tls:"]);

/** Throws "input.malformed" for anything but nats:// and tls:// addresses. The thrown text never holds credentials. */
export function serverAddresses(written: string | readonly string[]): ServerAddresses {
	const urls = (typeof written === "string" ? written.split(",") : written).map((one) => parse(one.trim()));
	const servers = urls.map((url) => `${url.protocol}//${url.host}`);
	const name = servers[0];
	if (name === undefined) throw malformed("no address");
	const { username = "", password = "" } = urls.find((url) => url.username !== "") ?? {};
	if (username === "") return { servers, name, login: {} };
	const user = decodeURIComponent(username);
	return { servers, name, login: password === "" ? { token: user } : { user, pass: decodeURIComponent(password) } };
}

function parse(written: string): URL {
	const url = URL.parse(written.includes("://") ? written : `nats://${written}`);
	if (!url || !schemes.has(url.protocol) || url.host === "") throw malformed("not a nats:// address");
	return url;
}

function malformed(detail: string): ProblemError {
	return new ProblemError("input.malformed", { detail });
}

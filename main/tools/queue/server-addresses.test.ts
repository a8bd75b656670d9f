import { expect, it } from "vitest";
import { serverAddresses } from "./server-addresses.ts";

it.each([
	["nats://10.0.0.2:4222", ["nats://10.0.0.2:4222"], {}],
	["pool.home:4222", ["nats://pool.home:4222"], {}],
	["tls://mum:s%40cret@pool.home", ["tls://pool.home"], { user: "mum", pass: "s@cret" }],
	["nats://t0ken@a, nats://b:1", ["nats://a", "nats://b:1"], { token: "t0ken" }],
	["nats://[fd7a::1]:4222", ["nats://[fd7a::1]:4222"], {}],
])("parts %s", (written, servers, login) => {
	expect(serverAddresses(written)).toEqual({ servers, name: servers[0], login });
});

it.each(["", "http://pool.home", "nats://", "file:///etc/passwd", "nats://a:b:c", "nats://mum:s3cret@"])(
	"refuses %j without repeating it",
	(written) => {
		let said: unknown;
		try {
			serverAddresses(written);
		} catch (error) {
			said = error;
		}
		expect(said).toMatchObject({ problem: { code: "input.malformed" } });
		expect(JSON.stringify((said as { problem: unknown }).problem)).not.toContain("s3cret");
	},
);

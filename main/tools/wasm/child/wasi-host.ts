// The WASI calls a sandboxed module can make: the shim's, with those replaced that would burn CPU, throw or miscount.
import { randomFillSync } from "node:crypto";
import { type Fd, WASI, wasi } from "@bjorn3/browser_wasi_shim";

type HostCall = (...args: number[]) => unknown;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const clockEventBytes = 32;
const subscriptionBytes = 48;
const maxSubscriptions = 4096;

const startedNs = process.hrtime.bigint();

/** Nanoseconds: since 1970, since the sandbox began, or of CPU used. How long the PC has been on stays its own business. */
function clockNs(id: number): bigint {
	if (id === wasi.CLOCKID_REALTIME) return BigInt(Date.now()) * 1_000_000n;
	if (id === wasi.CLOCKID_MONOTONIC) return process.hrtime.bigint() - startedNs;
	const { user, system } = process.cpuUsage();
	return BigInt(user + system) * 1000n;
}

/** Sleeps without burning CPU: the shim would spin. */
function sleepUntil(endNs: bigint): void {
	for (;;) {
		const leftMs = Number(endNs - process.hrtime.bigint()) / 1e6;
		if (leftMs <= 0) return;
		Atomics.wait(sleeper, 0, 0, Math.min(leftMs, 60_000));
	}
}

/**
 * A WASI preview 1 host over `fds`. `exit` ends the sandbox from inside the call and does not return, so that a module
 * that catches foreign exceptions cannot go on after proc_exit.
 */
export function newWasiHost(argv: string[], env: string[], fds: Fd[], exit: (code: number) => void): WASI {
	const host = new WASI(argv, env, fds, { debug: false });
	const view = () => new DataView(host.inst.exports.memory.buffer);
	const bytes = (at: number, length: number) => new Uint8Array(host.inst.exports.memory.buffer, at >>> 0, length >>> 0);

	const replaced: Record<string, HostCall> = {
		// The shim counts UTF-16 units where WASI wants bytes.
		args_sizes_get(countAt = 0, sizeAt = 0) {
			view().setUint32(countAt >>> 0, argv.length, true);
			view().setUint32(
				sizeAt >>> 0,
				argv.reduce((sum, arg) => sum + Buffer.byteLength(arg) + 1, 0),
				true,
			);
			return wasi.ERRNO_SUCCESS;
		},
		random_get(at = 0, length = 0) {
			randomFillSync(bytes(at, length));
			return wasi.ERRNO_SUCCESS;
		},
		proc_exit: (code = 0) => exit(code >>> 0),
		proc_raise: () => wasi.ERRNO_NOTSUP,
		sched_yield: () => wasi.ERRNO_SUCCESS,
		sock_accept: () => wasi.ERRNO_NOTSUP,
		sock_recv: () => wasi.ERRNO_NOTSUP,
		sock_send: () => wasi.ERRNO_NOTSUP,
		sock_shutdown: () => wasi.ERRNO_NOTSUP,
		// Waits for the earliest clock; files and pipes are always ready here.
		poll_oneoff(inAt = 0, outAt = 0, count = 0, eventsAt = 0) {
			if (count <= 0 || count > maxSubscriptions) return wasi.ERRNO_INVAL;
			const now = process.hrtime.bigint();
			const found = [];
			for (let i = 0; i < count; i++) {
				const at = (inAt >>> 0) + i * subscriptionBytes;
				const subscription = { userdata: view().getBigUint64(at, true), type: view().getUint8(at + 8) };
				const timeout = view().getBigUint64(at + 24, true);
				// The shim's own reader takes these flags from the wrong place, and so misses absolute times.
				const absolute = (view().getUint16(at + 40, true) & wasi.SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME) !== 0;
				const wait = absolute ? timeout - clockNs(view().getUint32(at + 16, true)) : timeout;
				found.push({ subscription, at: subscription.type === wasi.EVENTTYPE_CLOCK ? now + wait : now });
			}
			const first = found.reduce((least, { at }) => (at < least ? at : least), found[0]?.at ?? now);
			sleepUntil(first);
			const due = found.filter(({ at }) => at <= first);
			due.forEach(({ subscription }, i) => {
				const at = (outAt >>> 0) + i * clockEventBytes;
				bytes(at, clockEventBytes).fill(0);
				new wasi.Event(subscription.userdata, wasi.ERRNO_SUCCESS, subscription.type).write_bytes(view(), at);
			});
			view().setUint32(eventsAt >>> 0, due.length, true);
			return wasi.ERRNO_SUCCESS;
		},
	};
	const clock = (id: number, _precision: unknown, at: number) => {
		if (id < 0 || id > wasi.CLOCKID_THREAD_CPUTIME_ID) return wasi.ERRNO_INVAL;
		view().setBigUint64(at >>> 0, clockNs(id), true);
		return wasi.ERRNO_SUCCESS;
	};
	Object.assign(host.wasiImport, replaced, { clock_time_get: clock });
	return host;
}

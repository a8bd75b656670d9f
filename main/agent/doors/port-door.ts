// The door for the desktop shell that hosts this agent: the contract over a message port. Whoever holds the other end was
// handed it by the shell, so there is no token.
import { RPCHandler } from "@orpc/server/message-port";
import { isCallFrame } from "../../contract/port-frames.ts";
import type { AgentRouter, DoorContext } from "./router.ts";

/** As Electron's MessagePortMain: what arrives waits until start(), and "close" tells only of the other end. */
export interface DoorPort {
	on(event: "message", listener: (event: { data: unknown }) => void): unknown;
	on(event: "close", listener: () => void): unknown;
	postMessage(message: unknown): void;
	start(): void;
	close(): void;
}

export interface PortDoor {
	/** Resolves when either end is closed. */
	readonly closed: Promise<void>;
	/** Ends every stream and hangs up. Idempotent. */
	close(): void;
}

/** Serves `router` until the port or `closing` ends it. What is no call is ignored: it can be answered to nobody. */
export function openPortDoor(port: DoorPort, router: AgentRouter, closing: AbortSignal): PortDoor {
	const gone = new AbortController();
	const closed = new Promise<void>((resolve) => gone.signal.addEventListener("abort", () => resolve()));
	const hangUp = () => {
		if (gone.signal.aborted) return;
		gone.abort();
		for (const tell of onClose) tell();
		port.close();
	};
	const onClose: (() => void)[] = [];
	const send = (message: unknown) => {
		if (!gone.signal.aborted) port.postMessage(message);
	};
	const served = {
		on(event: string, listener: (event?: { data: unknown }) => void) {
			if (event === "close") onClose.push(listener);
			else port.on("message", (message) => void (isCallFrame(message.data) && listener(message)));
		},
		postMessage: send,
	};
	new RPCHandler<DoorContext>(router).upgrade(served, { context: { signal: gone.signal } });
	port.on("close", hangUp);
	closing.addEventListener("abort", hangUp, { once: true });
	port.start();
	if (closing.aborted) hangUp();
	return { closed, close: hangUp };
}

// Loaded before a program that Electron would fork as a utility process: gives it process.parentPort over Node's own
// channel to its parent.
import { EventEmitter } from "node:events";
import { DoublePort, type OnTheWire } from "../../electron/double/utility.ts";

const ports = new Map<number, DoublePort>();
const send = (message: OnTheWire) => {
	if (process.connected) process.send?.(message);
};

function arriving(id: number): DoublePort {
	const port = new DoublePort();
	port.deliverTo = (data) => send({ kind: "port", port: id, data });
	port.hangUp = () => send({ kind: "port-closed", port: id });
	ports.set(id, port);
	return port;
}

const parentPort = Object.assign(new EventEmitter(), {
	postMessage: (data: unknown) => send({ kind: "parent", data, ports: [] }),
	start: () => undefined,
});
process.on("message", (message: OnTheWire) => {
	if (message.kind === "parent") parentPort.emit("message", { data: message.data, ports: message.ports.map(arriving) });
	else if (message.kind === "port") ports.get(message.port)?.take(message.data);
	else ports.get(message.port)?.otherEndClosed();
});
process.on("disconnect", () => parentPort.emit("close"));
Object.defineProperty(process, "parentPort", { value: parentPort });

// What a failing server means to people, and what is worth trying again.
import { JetStreamApiError, JetStreamError } from "@nats-io/jetstream";
import { errors } from "@nats-io/transport-node";
import { ProblemError } from "../../contract/problem.ts";

// Error codes of the JetStream API (nats-server, server/errors.json).
const wrongLastSequence = new Set([10071, 10164]);
const noSpace = new Set([10023, 10047, 10077, 10110]);
const notReady = new Set([10008, 10039, 10076]);

/** The stored message is not the one this change was made for: somebody else was faster. */
export function isOutrun(error: unknown): boolean {
	return error instanceof JetStreamApiError && wrongLastSequence.has(error.code);
}

/** The server did not answer, or its JetStream is not up (yet). Whether it acted is unknown. */
export function isAway(error: unknown): boolean {
	if (error instanceof JetStreamApiError) return notReady.has(error.code);
	if (error instanceof JetStreamError) return true;
	return [
		errors.TimeoutError,
		errors.ClosedConnectionError,
		errors.ConnectionError,
		errors.DrainingConnectionError,
		errors.RequestError,
		errors.NoRespondersError,
	].some((kind) => error instanceof kind);
}

export function isRefusedLogin(error: unknown): boolean {
	return error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError;
}

/** "pool.full" when the server has no room, "pool.unreachable" when it is away; other errors come back as they are. */
export function serverProblem(error: unknown, name: string): unknown {
	if (error instanceof JetStreamApiError && noSpace.has(error.code)) return new ProblemError("pool.full", { name });
	if (isAway(error)) return unreachable(name, error);
	return error;
}

export function unreachable(name: string, error?: unknown): ProblemError {
	const detail = error instanceof Error ? error.message : "";
	return new ProblemError("pool.unreachable", { name, detail }, ["retry"]);
}

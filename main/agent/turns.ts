// Long readings of the ledger, cut into short turns: a Stop must never wait for a history.

/** Items taken before other work has its turn; a line of the ledger takes about 0.05 ms. */
const turnItems = 64;

/** Gives every item to `take`, in order. Rejects with what `items` or `take` throws. */
export async function inTurns<T>(items: Iterable<T>, take: (item: T) => void): Promise<void> {
	let count = 0;
	for (const item of items) {
		take(item);
		count += 1;
		if (count % turnItems === 0) await new Promise((resolve) => setImmediate(resolve));
	}
}

// Stands in for FormData in the packed app. No call of Hearth carries a form, and naming Node's own FormData, which the
// RPC library does for every answer to see that it is none, loads Node's whole HTTP client: 16 MB of memory.
export class NoFormData {
	constructor() {
		throw new Error("no call carries a form");
	}
}

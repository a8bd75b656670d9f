// The contract suite's programs as busybox shell, and a few of the container runner's own.
import type { ContractProgram } from "../../main/tools/runner/contract-run.ts";
import type { ContractPrograms } from "../../main/tools/runner/contract-suite.ts";

/** A shell script as a program of the given image. */
export function shell(digest: string, script: string, limits: ContractProgram["limits"] = {}): ContractProgram {
	return { digest, module: null, argv: ["sh", "-c", script], limits };
}

/** Ignores TERM in 21 processes at once, each of them busy: a shell and 20 children. */
export const deafFamily = `trap "" TERM; i=0
while [ $i -lt 20 ]; do (trap "" TERM; while :; do :; done) & i=$((i+1)); done
echo deaf; while :; do sleep 1; done`;

export function contractPrograms(digest: string): ContractPrograms {
	const run = (script: string, limits: ContractProgram["limits"] = {}) => shell(digest, script, limits);
	return {
		hello: run("echo hello; echo warning >&2"),
		fail: run("echo failing; exit 7"),
		echoInputToOutput: run("cat /in/input.bin > /out/output.bin"),
		spin: run("echo spinning; while :; do :; done"),
		ignoreTerm: run(deafFamily),
		bigMemory: run("echo growing; exec awk 'BEGIN { s = \"0123456789abcdef\"; while (1) s = s s }'", { memoryMiB: 32 }),
		bigOutput: run("echo writing; dd if=/dev/zero of=/out/output.bin bs=65536 count=32"),
		bigLog: run('head -c 3145728 /dev/zero | tr "\\0" x; echo; echo "end of log" >&2'),
		writeScratch: run(
			"head -c 524288 /dev/urandom > /tmp/a && cp /tmp/a /tmp/b && cmp /tmp/a /tmp/b && echo scratch works",
		),
		writeOutside: run(
			"n=0; for f in /in/input.bin /in/new /etc/new /new /../new; do (echo x > $f) 2>/dev/null || n=$((n+1)); done; echo refused $n",
		),
		sleepForever: run("echo asleep; exec sleep 1000000"),
	};
}

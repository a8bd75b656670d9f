// The runner contract's programs, for the built-in Python. For tests.
import type { ContractProgram } from "../runner/contract-run.ts";
import type { ContractPrograms } from "../runner/contract-suite.ts";

/** A program that is `script` in the built-in Python, whose digest is `digest`. */
export function pythonProgram(digest: string, script: string): ContractProgram {
	return {
		digest,
		module: null,
		argv: ["python", "/in/main.py"],
		files: new Map([["main.py", new TextEncoder().encode(script)]]),
	};
}

const scripts = {
	hello: `
import sys
print("hello")
print("warning", file=sys.stderr)
`,
	fail: `
print("failing")
raise SystemExit(7)
`,
	echoInputToOutput: `
open("/out/output.bin", "wb").write(open("/in/input.bin", "rb").read())
`,
	spin: `
print("spinning", flush=True)
while True:
    pass
`,
	ignoreTerm: `
print("deaf", flush=True)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
`,
	bigMemory: `
print("growing", flush=True)
blocks = []
while True:
    blocks.append(bytearray(b"x" * 1048576))
`,
	bigOutput: `
print("writing", flush=True)
open("/out/output.bin", "wb").write(b"x" * 2097152)
`,
	bigLog: `
import sys
for i in range(3072):
    print("x" * 1023)
print("end of log", file=sys.stderr)
`,
	writeScratch: `
data = bytes(i % 251 for i in range(524288))
open("/tmp/scratch.bin", "wb").write(data)
assert open("/tmp/scratch.bin", "rb").read() == data
print("scratch works")
`,
	writeOutside: `
refused = 0
for path in ["/in/input.bin", "/in/new", "/etc/new", "/new", "/../new"]:
    try:
        open(path, "w").write("x")
    except OSError:
        refused += 1
print("refused", refused)
`,
	sleepForever: `
import time
print("asleep", flush=True)
while True:
    time.sleep(3600)
`,
};

export function pythonPrograms(digest: string): ContractPrograms {
	const programs = Object.entries(scripts).map(([name, script]) => [name, pythonProgram(digest, script)]);
	return Object.fromEntries(programs) as ContractPrograms;
}

// The sample job behind "Try it on this PC": real work with a result worth looking at. It draws the Mandelbrot set's edge
// in Hearth's colours as an SVG, row by row, and says how far it is.
import type { Submission } from "../contract/calls.ts";

const script = `
import math, time

WIDE, HIGH, STEPS = 240, 150, 120
COLOURS = ["#2f6456", "#3d7565", "#5d9384", "#9dc0b2", "#cfe0d8", "#f8f4ed", "#fae7db", "#f3cfb6", "#e7a27f", "#d0703f", "#b0431a", "#8a3413", "#5f2711", "#3a1d10"]
started = time.monotonic()

def steps_at(x, y):
    c, z = complex(x, y), 0j
    for n in range(STEPS):
        z = z * z + c
        if z.real * z.real + z.imag * z.imag > 4:
            return n
    return STEPS

print("Drawing a picture of", WIDE, "by", HIGH, "dots on your PC.", flush=True)
rects, inside = [], 0
for row in range(HIGH):
    last, run_from = None, 0
    for col in range(WIDE + 1):
        colour = None
        if col < WIDE:
            n = steps_at(-0.55 + 2.6 * (col / WIDE - 0.5), 0.36 - 1.625 * (row / HIGH - 0.5))
            inside += n == STEPS
            colour = "#26211b" if n == STEPS else COLOURS[min(len(COLOURS) - 1, int(1.9 * math.log2(n + 1)))]
        if colour != last:
            if last:
                rects.append(f'<rect x="{run_from}" y="{row}" width="{col - run_from}" height="1" fill="{last}"/>')
            last, run_from = colour, col
    if row % 30 == 29:
        print(f"{(row + 1) * 100 // HIGH} % done", flush=True)

with open("/out/picture.svg", "w") as out:
    out.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" shape-rendering="crispEdges">')
    out.write("".join(rects))
    out.write("</svg>")
print(f"Done in {time.monotonic() - started:.1f} seconds. No file of yours was read, nothing went over a network.")
`;

/** Small on purpose: one core for some seconds, 256 MiB, one picture of at most 1 MiB. */
export function sampleSubmission(title: string): Submission {
	return {
		title,
		class: "wasm",
		program: { kind: "python", script: { name: "main.py", base64: Buffer.from(script).toString("base64") } },
		argv: [],
		env: {},
		inputs: [],
		outputs: [{ name: "picture.svg", maxBytes: 1_048_576 }],
		limits: { cpu: 1, memoryMiB: 256, scratchMiB: 16, pids: 1, seconds: 120 },
		deadlineSeconds: 86_400,
		attempts: 2,
	};
}

// The thin line of CPU under a running job, as SVG path data. Pure.

/** Points over a box of `width` x `height`, the newest at the end; `top` is the amount at the upper edge. */
export function cpuLine(samples: readonly number[], top: number, width: number, height: number): string {
	if (samples.length < 2 || top <= 0) return "";
	const stepX = width / (samples.length - 1);
	return samples
		.map((value, i) => {
			const y = height - (Math.min(Math.max(value, 0), top) / top) * (height - 3) - 1.5;
			return `${i === 0 ? "M" : "L"}${round(i * stepX)} ${round(y)}`;
		})
		.join("");
}

/** The same line closed along the lower edge, to be filled. */
export function cpuArea(samples: readonly number[], top: number, width: number, height: number): string {
	const line = cpuLine(samples, top, width, height);
	return line === "" ? "" : `${line}V${height}H0Z`;
}

const round = (n: number) => Math.round(n * 10) / 10;

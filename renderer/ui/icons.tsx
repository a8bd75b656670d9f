// The few drawings of the window. All are decoration: the words beside them carry the meaning.
import { useNow } from "../use-now.ts";

interface MarkProps {
	readonly lit: boolean;
	readonly breathing: boolean;
	/** CSS pixels; a large house is drawn with a thin line. */
	readonly size?: number;
	readonly emberClass?: string | undefined;
}

/** The house; with its ember when something is lent. */
export function Mark({ lit, breathing, size = 26, emberClass }: MarkProps) {
	return (
		<svg width={size} height={size} viewBox="0 0 26 26" fill="none" aria-hidden="true">
			<path d="M3 24V11L13 3l10 8v13z" stroke="currentColor" strokeWidth={size > 40 ? 0.7 : 2} strokeLinejoin="round" />
			{lit ? breathing ? <BreathingEmber className={emberClass} /> : <path d={ember} fill="var(--ember)" /> : null}
		</svg>
	);
}

const ember =
	"M13 21c-3.2 0-4.600-2-4.600-4 0-2.600 2.600-3.400 3.200-6.400 2.600 1.200 6 3.600 6 6.600 0 2.200-1.600 3.800-4.600 3.800z";
const breathMs = 4000;
const beatMs = 500;

/**
 * Breathes in few small steps: an animation that runs is drawn 60 times a second, which without a graphics card costs a
 * tenth of a core. This one stands still, and each beat of the window's ticker moves it on; a hidden window has none.
 */
function BreathingEmber({ className }: { readonly className: string | undefined }) {
	const at = (Math.floor(useNow(beatMs) / beatMs) * beatMs) % breathMs;
	return <path className={className} style={{ animationDelay: `-${at}ms` }} d={ember} fill="var(--ember)" />;
}

const shapes = {
	off: "M9 1.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15z",
	ready: "M9 1.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM9 7.500v3M7.500 9h3",
	lending: "M9 1.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM9 5v8M5.700 9.800 9 13l3.300-3.200",
	held: "M9 1.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM9 5v4.200l2.800 1.800",
	paused: "M9 1.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM7 6v6M11 6v6",
	problem: "M9 1.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM9 5v5M9 12.500v.6",
	done: "M9 1.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM5.500 9.300 8 11.800l4.500-5",
} as const;
export type StateShape = keyof typeof shapes;
export const stateShapes = Object.keys(shapes) as StateShape[];

/** A round sign; states differ by shape, not by colour alone. */
export function StateIcon({ shape, size = 18 }: { readonly shape: StateShape; readonly size?: number }) {
	return (
		<svg width={size} height={size} viewBox="0 0 18 18" fill="none" aria-hidden="true">
			<path
				d={shapes[shape]}
				stroke="currentColor"
				strokeWidth="2"
				strokeLinecap="round"
				strokeLinejoin="round"
				strokeDasharray={shape === "off" ? "3.400 2.500" : undefined}
			/>
		</svg>
	);
}

/** The shield of a proven stop. */
export function Shield() {
	return (
		<svg
			width="22"
			height="22"
			viewBox="0 0 22 22"
			fill="none"
			stroke="currentColor"
			strokeWidth="2"
			aria-hidden="true"
		>
			<path
				d="M11 2 3.500 5v5.500c0 4.700 3.200 7.900 7.500 9.500 4.300-1.600 7.500-4.800 7.500-9.500V5z"
				strokeLinejoin="round"
			/>
			<path d="m7.500 11 2.500 2.500 4.500-5" strokeLinecap="round" strokeLinejoin="round" />
		</svg>
	);
}

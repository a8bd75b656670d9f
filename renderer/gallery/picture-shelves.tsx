import { Capsule } from "../ui/capsule.tsx";
import type { Part, PartKind } from "../ui/capsule-shape.ts";
import styles from "./gallery.module.css";
import { Shelf, Specimen } from "./specimen.tsx";

const names: Readonly<Record<PartKind, string>> = {
	you: "you, ",
	kept: "kept for you, ",
	busy: "lent, busy ",
	free: "lent, free ",
	asleep: "may be lent, ",
};
const mix = (amounts: Partial<Record<PartKind, number>>): Part[] =>
	(["you", "kept", "busy", "free", "asleep"] as const)
		.filter((kind) => kind in amounts)
		.map((kind) => ({
			kind,
			amount: amounts[kind] ?? 0,
			label: `${names[kind]}${amounts[kind] ?? 0}`,
			short: `${amounts[kind] ?? 0}`,
		}));

const mixes: readonly [string, Partial<Record<PartKind, number>>][] = [
	["lent, half at work", { you: 2, kept: 3, busy: 1.5, free: 1.5 }],
	["lent, nothing at work", { you: 2, kept: 4, free: 2 }],
	["allowed, nothing lent now", { you: 2, kept: 4, asleep: 2 }],
	["nothing lent", { you: 2, kept: 6 }],
	["all in use by you", { you: 8 }],
	["all lent, all at work", { busy: 8 }],
	["all lent, all free", { free: 8 }],
	["a tiny part lent", { you: 60, kept: 139, busy: 0.4, free: 0.6 }],
	["not known what you use", { you: 0, kept: 6, free: 2 }],
];

/** The loan as a picture of the PC, in every mix. */
export function PictureShelves() {
	return (
		<>
			<Shelf title="Capsules">
				<Specimen name="every mix, with room" wide>
					<div className={styles.capsules}>
						{mixes.map(([name, amounts]) => (
							<Capsule key={name} name="Processor" total={name} parts={mix(amounts)} />
						))}
					</div>
				</Specimen>
			</Shelf>
			<Shelf title="Capsules without room">
				{mixes.map(([name, amounts]) => (
					<Specimen key={name} name={name}>
						<div className={styles.narrow}>
							<NarrowCapsule parts={mix(amounts)} />
						</div>
					</Specimen>
				))}
			</Shelf>
		</>
	);
}

/** Name and total above, as on a narrow window. */
function NarrowCapsule({ parts }: { readonly parts: readonly Part[] }) {
	return (
		<div className={styles.stacked}>
			<Capsule name="Memory" total="15.5 GiB" parts={parts} />
		</div>
	);
}

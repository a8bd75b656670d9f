import { useId, useState } from "react";
import { Amount } from "../ui/amount.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Choice, Tick, Toggle } from "../ui/controls.tsx";
import { Select } from "../ui/select.tsx";
import styles from "./gallery.module.css";
import { Shelf, Specimen } from "./specimen.tsx";

const kinds = ["main", "quiet", "small"] as const;
const states = ["hovered", "pressed", "focus-visible"] as const;
const nothing = () => undefined;
const line = "In a closed box: no network, none of your files.";

/** Everything that can be pressed, dragged or typed into. */
export function ControlShelves() {
	return (
		<>
			<Shelf title="Buttons">
				{kinds.map((kind) => (
					<Specimen key={kind} name={kind}>
						<Button kind={kind} onPress={nothing}>
							Stop lending
						</Button>
					</Specimen>
				))}
				{kinds.flatMap((kind) =>
					states.map((state) => (
						<Specimen key={`${kind}-${state}`} name={`${kind}, ${state}`} shows={state}>
							<Button kind={kind} onPress={nothing}>
								Stop lending
							</Button>
						</Specimen>
					)),
				)}
				<Specimen name="disabled">
					<Button isDisabled onPress={nothing}>
						Older
					</Button>
				</Specimen>
				<Specimen name="pending">
					<Button kind="main" isPending onPress={nothing}>
						Stopping…
					</Button>
				</Specimen>
				<Specimen name="a link like a button">
					<ButtonLink href="#allow">Choose what to lend</ButtonLink>
				</Specimen>
				<Specimen name="as wide as its place, two lines">
					<div className={styles.narrow}>
						<Button kind="main" wide onPress={nothing}>
							Undo these three steps and leave the rest
						</Button>
					</div>
				</Specimen>
			</Shelf>
			<Shelf title="Switches, ticks and choices">
				<Controls />
			</Shelf>
			<Shelf title="Amounts and lists">
				<Amounts />
			</Shelf>
		</>
	);
}

function Controls() {
	const id = useId();
	const [on, setOn] = useState<readonly string[]>(["b"]);
	const [choice, setChoice] = useState<"a" | "b" | null>("b");
	const flip = (key: string) => (isOn: boolean) => setOn(isOn ? [...on, key] : on.filter((one) => one !== key));
	const shared = (key: string) => ({ line, isOn: on.includes(key), onChange: flip(key) });
	return (
		<>
			<Specimen name="off">
				<div className={styles.control}>
					<Toggle label="Small programs" {...shared("a")} />
				</div>
			</Specimen>
			<Specimen name="on">
				<div className={styles.control}>
					<Toggle label="Containers" {...shared("b")} />
				</div>
			</Specimen>
			<Specimen name="not possible here">
				<div className={styles.control}>
					<Toggle label="Graphics card" line="None found here." isOn={false} isDisabled onChange={nothing} />
				</div>
			</Specimen>
			<Specimen name="focus" shows="focus-visible">
				<div className={styles.control}>
					<Toggle label="On battery" isOn={on.includes("c")} onChange={flip("c")} />
				</div>
			</Specimen>
			<Specimen name="ticks">
				<div className={styles.control}>
					<Tick label="You, on this PC" {...shared("d")} />
					<Tick label="photo-box" {...shared("b")} />
					<Tick label="scanner" line="Not known any more." isOn={false} isDisabled onChange={nothing} />
				</div>
			</Specimen>
			<Specimen name="focus" shows="focus-visible">
				<div className={styles.control}>
					<Tick label="build-server" {...shared("e")} />
				</div>
			</Specimen>
			<Specimen name="one of several">
				<div className={styles.control}>
					<h3 id={id}>When?</h3>
					<Choice
						labelledBy={id}
						value={choice}
						onChange={setChoice}
						options={[
							{ value: "a", label: "Only while nobody uses the PC", line: "It steps back as soon as you return." },
							{ value: "b", label: "Any time", line: "Your own programs always go first." },
						]}
					/>
				</div>
			</Specimen>
		</>
	);
}

function Amounts() {
	const [cores, setCores] = useState(2);
	const [days, setDays] = useState(90);
	const you = Math.min(2.1, 8 - cores);
	const part = (kind: "you" | "kept" | "free", amount: number, words: string) => ({
		kind,
		amount,
		label: `${words}, ${Math.round(amount * 10) / 10}`,
		short: `${Math.round(amount * 10) / 10}`,
	});
	return (
		<>
			<Specimen name="drag, type or press" wide>
				<Amount
					name="Processor"
					total="8 cores"
					label="Cores to lend"
					unit="of 8"
					value={cores}
					min={0.5}
					max={8}
					step={0.5}
					parts={[part("you", you, "you"), part("kept", 8 - cores - you, "kept for you"), part("free", cores, "lent")]}
					spoken={`${cores} cores`}
					less="less"
					more="more"
					onChange={setCores}
				/>
			</Specimen>
			<Specimen name="one of a list">
				<Select
					label="Ends after"
					value={days}
					options={[7, 30, 90].map((value) => ({ value, label: `${value} days` }))}
					onChange={setDays}
				/>
			</Specimen>
			<Specimen name="focus" shows="focus-visible">
				<Select label="From" value={9} options={[{ value: 9, label: "09:00" }]} onChange={nothing} />
			</Specimen>
		</>
	);
}

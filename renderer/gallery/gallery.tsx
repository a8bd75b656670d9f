import { useState } from "react";
import { Toggle } from "../ui/controls.tsx";
import { Select } from "../ui/select.tsx";
import { ControlShelves } from "./control-shelves.tsx";
import styles from "./gallery.module.css";
import { type Feature, features, playFeature, playTheme } from "./media.ts";
import { PictureShelves } from "./picture-shelves.tsx";
import { PaperShelves, TypeShelves } from "./type-shelves.tsx";

const themes = ["light dark", "light", "dark"] as const;
const themeNames = ["as the system", "light", "dark"];
const featureNames: Readonly<Record<Feature, string>> = {
	"prefers-contrast": "High contrast",
	"forced-colors": "Forced colours",
	"prefers-reduced-motion": "Reduced motion",
};

/** Every component of the window in every state, under each of the reader's wishes. */
export function Gallery() {
	const [theme, setTheme] = useState(0);
	const [on, setOn] = useState<readonly Feature[]>([]);
	const play = (feature: Feature, isOn: boolean) => {
		playFeature(feature, isOn);
		setOn((before) => (isOn ? [...before, feature] : before.filter((one) => one !== feature)));
	};
	return (
		<main className={styles.page}>
			<header>
				<h1>Components of Hearth.</h1>
				<p className={styles.lead}>One visual language: what is not here is not in the window.</p>
			</header>
			<div className={styles.switches}>
				<Select
					label="Theme"
					value={theme}
					options={themeNames.map((label, value) => ({ value, label }))}
					onChange={(value) => {
						setTheme(value);
						playTheme(themes[value] ?? "light dark");
					}}
				/>
				{features.map((one) => (
					<Toggle key={one} label={featureNames[one]} isOn={on.includes(one)} onChange={(isOn) => play(one, isOn)} />
				))}
			</div>
			<TypeShelves />
			<PictureShelves />
			<ControlShelves />
			<PaperShelves />
		</main>
	);
}

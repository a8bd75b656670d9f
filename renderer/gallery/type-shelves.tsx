import pageStyles from "../page.module.css";
import { ButtonLink } from "../ui/button.tsx";
import { Mark, Shield, StateIcon, stateShapes } from "../ui/icons.tsx";
import { Notice, ProblemNotice } from "../ui/notice.tsx";
import { Quiet } from "../ui/quiet.tsx";
import { Pair, Sheet } from "../ui/sheet.tsx";
import { Waiting } from "../ui/skeleton.tsx";
import styles from "./gallery.module.css";
import { Shelf, Specimen } from "./specimen.tsx";

const long =
	"Two and a half of your sixteen cores are helping the photo-box of the upper floor, the scanner and two others.";
const pairs = [
	["ink", "bg"],
	["ink", "sheet"],
	["ink", "sunk"],
	["soft", "bg"],
	["soft", "sheet"],
	["soft", "sunk"],
	["on-ink", "ink"],
	["on-ember", "ember"],
	["ember", "ember-bg"],
	["on-pine", "pine"],
	["pine", "pine-bg"],
	["sky", "sky-bg"],
	["warn", "warn-bg"],
] as const;

/** Letters, colours and drawings. */
export function TypeShelves() {
	return (
		<>
			<Shelf title="Sentences">
				<Specimen name="state, sentence, why" wide>
					<p className={`${pageStyles.state} ${pageStyles.ember}`}>
						<StateIcon shape="lending" />
						Lending
					</p>
					<h1>{long}</h1>
					<p className={pageStyles.why}>It stops by itself when somebody uses the PC, on battery or at 22:00.</p>
				</Specimen>
				<Specimen name="section head">
					<h2>What may run here</h2>
				</Specimen>
				<Specimen name="big number">
					<p className={styles.number}>3 min 12 sec</p>
				</Specimen>
				<Specimen name="strong">
					<h3>Resize holiday photos</h3>
				</Specimen>
				<Specimen name="text, link">
					<p>
						Every process is gone. <a href="#receipt">See the receipt</a>
					</p>
				</Specimen>
				<Specimen name="soft">
					<p className={styles.soft}>asked by photo-box</p>
				</Specimen>
				<Specimen name="small">
					<small>In a closed box: no network, none of your files.</small>
				</Specimen>
				<Specimen name="what was agreed">
					<p className={styles.quote}>photo-box may run small programs on this PC with up to 2 cores.</p>
				</Specimen>
			</Shelf>
			<Shelf title="Colours">
				<Specimen name="every pair of letters and ground" wide>
					<div className={styles.swatches}>
						{pairs.map(([ink, ground]) => (
							<div
								key={`${ink}-${ground}`}
								className={styles.swatch}
								style={{ color: `var(--${ink})`, background: `var(--${ground})` }}
							>
								{ink} on {ground}
							</div>
						))}
					</div>
				</Specimen>
			</Shelf>
			<Shelf title="Signs">
				<Specimen name="off">
					<Mark lit={false} breathing={false} />
				</Specimen>
				<Specimen name="lent">
					<Mark lit breathing={false} />
				</Specimen>
				<Specimen name="at work">
					<Mark lit breathing emberClass={styles.breathing} />
				</Specimen>
				<Specimen name="quiet house">
					<Mark lit={false} breathing={false} size={96} />
				</Specimen>
				{stateShapes.map((shape) => (
					<Specimen key={shape} name={shape}>
						<StateIcon shape={shape} />
					</Specimen>
				))}
				<Specimen name="proof">
					<Shield />
				</Specimen>
			</Shelf>
		</>
	);
}

/** Sheets, notices, waiting. */
export function PaperShelves() {
	return (
		<>
			<Shelf title="Notices">
				<Specimen name="done, needs an answer, held" wide>
					<div className={styles.tones}>
						<Notice tone="pine" icon={<Shield />}>
							The last stop was proven in <b>84 ms</b>: every process gone. <a href="#receipt">See the receipt</a>
						</Notice>
						<Notice tone="sky">
							<b>A small picture is waiting to be drawn.</b> It needs small programs, asked by you.
						</Notice>
						<Notice tone="warn" icon={<StateIcon shape="problem" />}>
							Hearth does not answer. {long} {long}
						</Notice>
					</div>
				</Specimen>
				<Specimen name="a problem and its next step" wide>
					<ProblemNotice
						problem={{ code: "agent.not-running", args: {}, actions: ["start-agent"] }}
						onRetry={() => undefined}
					/>
				</Specimen>
			</Shelf>
			<Shelf title="Sheets">
				<Specimen name="a pair, one short" wide>
					<Pair>
						<Sheet title="Running now" aside={<a href="#all">All</a>}>
							<p>{long}</p>
							<p>{long}</p>
						</Sheet>
						<Sheet title="Short">
							<p>Nothing, while Hearth waits.</p>
						</Sheet>
					</Pair>
				</Specimen>
				<Specimen name="a table" wide>
					<Sheet label="A table">
						<table className={styles.table}>
							<thead>
								<tr>
									<th scope="col">What</th>
									<th scope="col">For</th>
									<th scope="col" className={styles.amount}>
										Took
									</th>
								</tr>
							</thead>
							<tbody>
								<tr>
									<td>Resize holiday photos</td>
									<td>photo-box</td>
									<td className={styles.amount}>4 min 8 sec</td>
								</tr>
								<tr>
									<td>Nightly tests, part 3</td>
									<td>build-server</td>
									<td className={styles.amount}>52 sec</td>
								</tr>
							</tbody>
						</table>
					</Sheet>
				</Specimen>
				<Specimen name="waiting, from 400 ms on" wide>
					<Waiting words="Asking Hearth what is going on…" lines={5} />
				</Specimen>
				<Specimen name="nothing here, one way on" wide>
					<Sheet label="Nothing here">
						<Quiet words="Nothing may run here yet.">
							<ButtonLink href="#">Choose what to lend</ButtonLink>
						</Quiet>
					</Sheet>
				</Specimen>
			</Shelf>
		</>
	);
}

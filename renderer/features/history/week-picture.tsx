import type { Day } from "../../../main/contract/calls.ts";
import { clockWords, durationWords } from "../../../main/contract/formats.ts";
import { locale } from "../../reader.ts";
import heard from "../../ui/hidden.module.css";
import { say } from "../../words.ts";
import styles from "./week.module.css";
import { type Bar, barsOf, busiestHours, clockAt, noonOf } from "./week.ts";

const hours = [0, 6, 12, 18, 24];

/**
 * The week as a picture: a day a row, midnight to midnight, with the time lent in ember and a pin for each time the PC
 * stepped back; how much a day, at the end of its row. It is a table whose cells hold the same in words.
 */
export function WeekPicture({ days }: { readonly days: readonly Day[] }) {
	const busiest = busiestHours(days);
	const clock = (minute: number) => clockWords(locale, clockAt(minute));
	return (
		<>
			<table className={styles.week}>
				<caption className={heard.hidden}>{say("page.history.week-caption")}</caption>
				<thead>
					<tr>
						<th scope="col">
							<span className={heard.hidden}>{say("page.history.day")}</span>
						</th>
						<th scope="col">
							<span className={heard.hidden}>{say("page.history.in-the-day")}</span>
							<span className={styles.hours} aria-hidden="true">
								{hours.map((hour) => (
									<span key={hour}>{clock(hour * 60).replace(/^24/, "00")}</span>
								))}
							</span>
						</th>
						<th scope="col">
							<span className={heard.hidden}>{say("page.history.lent")}</span>
						</th>
					</tr>
				</thead>
				<tbody>
					{barsOf(days).map((bar, i) => (
						<DayRow key={bar.date} bar={bar} spans={days[i]?.spans ?? []} clock={clock} />
					))}
				</tbody>
			</table>
			<p className={styles.key}>
				<span>
					<span className={styles.keyLent} aria-hidden="true" />
					{say("page.history.key-lent")}
				</span>
				<span>
					<span className={styles.keyPin} aria-hidden="true" />
					{say("page.history.key-pin")}
				</span>
			</p>
			{busiest ? (
				<p className={styles.soft}>
					{say("page.history.busiest", { from: clock(busiest.from), to: clock(busiest.to).replace(/^24/, "00") })}
				</p>
			) : null}
		</>
	);
}

/** As many spans as can be listened to; a day with more says how many. */
const toldSpans = 6;

function DayRow(props: {
	readonly bar: Bar;
	readonly spans: Day["spans"];
	readonly clock: (minute: number) => string;
}) {
	const { bar, spans, clock } = props;
	const noon = noonOf(bar.date);
	const short = new Intl.DateTimeFormat(locale, { weekday: "short" }).format(noon);
	const long = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }).format(noon);
	const told = spans.slice(0, toldSpans).map(({ from, to }) => `${clock(from)}–${clock(Math.min(to, 1439))}`);
	return (
		<tr className={bar.isToday ? styles.today : undefined}>
			<th scope="row">
				<span aria-hidden="true">{bar.isToday ? say("page.history.today") : short}</span>
				<span className={heard.hidden}>{long}</span>
			</th>
			<td className={styles.when}>
				<svg className={styles.lane} viewBox="0 0 1440 24" preserveAspectRatio="none" aria-hidden="true">
					<rect className={styles.ground} x="0" y="6" width="1440" height="18" />
					{[360, 720, 1080].map((x) => (
						<path key={x} className={styles.tick} d={`M${x} 6V24`} />
					))}
					<path className={styles.blocks} d={bar.blocks} />
					<path className={styles.pins} d={bar.pins} />
				</svg>
				<span className={heard.hidden}>
					{spans.length === 0
						? say("page.history.none")
						: spans.length > toldSpans
							? say("page.history.spans-more", { spans: told.join(", "), n: spans.length - toldSpans })
							: told.join(", ")}
					{". "}
					{say("page.history.stepped-back")}: {say("page.history.times", { n: bar.steppedBack })}
				</span>
			</td>
			<td className={styles.lent}>
				<div>
					<span className={styles.amount} aria-hidden="true">
						<span className={styles.bar} style={{ inlineSize: `${bar.share * 100}%` }} />
					</span>
					<span className={styles.took}>
						{bar.lentMs > 0 ? durationWords(locale, bar.lentMs) : say("page.history.none")}
					</span>
				</div>
			</td>
		</tr>
	);
}

import type { Day } from "../../../main/contract/calls.ts";
import { durationWords } from "../../../main/contract/formats.ts";
import { locale } from "../../reader.ts";
import { say } from "../../words.ts";
import styles from "./history.module.css";
import { barsOf, noonOf } from "./week.ts";

const width = 220;
const height = 110;
const gap = 6;

/** Time lent per day. The same numbers are there as words for those who hear the window. */
export function Bars({ days }: { readonly days: readonly Day[] }) {
	const bars = barsOf(days);
	const one = (width - gap * (bars.length - 1)) / Math.max(1, bars.length);
	const short = new Intl.DateTimeFormat(locale, { weekday: "narrow" });
	const long = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "short" });
	return (
		<figure className={styles.figure}>
			<svg className={styles.bars} viewBox={`0 0 ${width} ${height + 26}`} aria-hidden="true">
				{bars.map((bar, i) => {
					const tall = Math.max(bar.share * height, 3);
					const x = i * (one + gap);
					return (
						<g key={bar.date}>
							<rect
								className={bar.share === 0 ? styles.noBar : bar.isToday ? styles.today : styles.bar}
								x={x}
								y={height - tall}
								width={one}
								height={tall}
								rx={Math.min(7, tall / 2)}
							>
								<title>{`${long.format(noonOf(bar.date))}: ${durationWords(locale, bar.lentMs)}`}</title>
							</rect>
							<text
								className={bar.isToday ? styles.dayToday : styles.day}
								x={x + one / 2}
								y={height + 20}
								textAnchor="middle"
							>
								{short.format(noonOf(bar.date))}
							</text>
						</g>
					);
				})}
			</svg>
			<figcaption className={styles.spoken}>
				<ul>
					{bars.map((bar) => (
						<li key={bar.date}>
							{say("page.history.bar", {
								day: long.format(noonOf(bar.date)),
								took: bar.lentMs > 0 ? durationWords(locale, bar.lentMs) : say("page.history.none"),
							})}
						</li>
					))}
				</ul>
			</figcaption>
		</figure>
	);
}

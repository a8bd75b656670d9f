import { hrefOf } from "../../route.ts";
import { say } from "../../words.ts";
import styles from "./setup.module.css";

/** The way out, from every page that shows the way in. It only leads to the list. */
export function RemoveLink() {
	return (
		<p className={styles.out}>
			<a href={hrefOf({ page: "setup", screen: "remove" })}>{say("page.setup.remove")}</a>
		</p>
	);
}

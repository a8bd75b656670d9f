// The single instance lock between real processes: a file only one can make, and a folder where the others leave what
// they were started with.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lock } from "../../electron/double/app.ts";

export function diskLock(): Lock {
	let release = () => undefined as undefined;
	return {
		take(profile, argv, data, tell) {
			const [holder, mail] = [join(profile, "Singleton"), join(profile, "SingletonMail")];
			mkdirSync(mail, { recursive: true });
			if (!make(holder)) {
				const letter = join(mail, `${process.pid}`);
				writeFileSync(`${letter}.writing`, JSON.stringify({ argv, data }));
				renameSync(`${letter}.writing`, `${letter}.letter`);
				return false;
			}
			const read = () => {
				for (const name of readdirSync(mail).filter((one) => one.endsWith(".letter"))) {
					const letter = JSON.parse(readFileSync(join(mail, name), "utf8"));
					rmSync(join(mail, name));
					tell(letter.argv, letter.data);
				}
			};
			const watcher = watch(mail, read);
			release = () => {
				watcher.close();
				rmSync(holder, { force: true });
			};
			return true;
		},
		release: () => release(),
	};
}

function make(file: string): boolean {
	try {
		writeFileSync(file, `${process.pid}`, { flag: "wx" });
		return true;
	} catch {
		return false;
	}
}

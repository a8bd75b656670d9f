// Where Home Manager and Nix keep what belongs to one home. The folders are part of the plan, so that undoing looks where
// setup wrote, whatever the environment of that day.
import { isAbsolute, join } from "node:path";
import { z } from "zod";

const absolute = z.string().refine(isAbsolute);

export const homePlacesSchema = z.strictObject({
	/** The person's home folder; every relative path of this folder's code is below it. */
	home: absolute,
	/** The account's name. */
	user: z.string().min(1),
	/** XDG_STATE_HOME. */
	state: absolute,
	/** XDG_DATA_HOME. */
	data: absolute,
	/** XDG_CACHE_HOME. */
	cache: absolute,
});
export type HomePlaces = z.infer<typeof homePlacesSchema>;

/** From the environment, with the defaults of the XDG base directory specification. */
export function homePlaces(home: string, user: string, env: Readonly<Record<string, string | undefined>>): HomePlaces {
	// The specification: a path that is not absolute is to be ignored.
	const folder = (name: string, ...usual: string[]) => {
		const named = env[name];
		return named && isAbsolute(named) ? named : join(home, ...usual);
	};
	return {
		home,
		user,
		state: folder("XDG_STATE_HOME", ".local", "state"),
		data: folder("XDG_DATA_HOME", ".local", "share"),
		cache: folder("XDG_CACHE_HOME", ".cache"),
	};
}

/** What an activation script and Nix's programs are told about the home. */
export function homeVariables({ home, user, state, data, cache }: HomePlaces): Record<string, string> {
	return { HOME: home, USER: user, LOGNAME: user, XDG_STATE_HOME: state, XDG_DATA_HOME: data, XDG_CACHE_HOME: cache };
}

/** The profile whose generations are the home's. */
export const homeProfile = ({ state }: HomePlaces) => join(state, "nix", "profiles", "home-manager");

/** Home Manager's own record of what is active; it reads from here which links are its own. */
export const currentHome = ({ state }: HomePlaces) => join(state, "home-manager", "gcroots", "current-home");

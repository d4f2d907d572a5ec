import { type Environment, foreignSettings } from '../../core/base/settings/setting-names';

/** The report names the home; each process has a path. */
const unremarkable = new Set(['PATH', 'TROUPE_HOME']);

/** Returns the names of the settings that differ from the default, never a value. */
export function listSettings(environment: Environment): string[] {
	return Object.keys(environment)
		.filter((name) => isSetting(name.toUpperCase()) && environment[name]?.trim())
		.toSorted();
}

const isSetting = (name: string): boolean =>
	!unremarkable.has(name) && (name.startsWith('TROUPE_') || (foreignSettings as readonly string[]).includes(name.replace(/_FILE$/, '')));

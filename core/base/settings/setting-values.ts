import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { TroupeError } from '../errors';
import { checkEntries, type ChoiceSetting, type NamesSetting, pickChoice, settingChoices, settingLists } from './setting-choices';
import { type Environment, pathSettings, type Setting } from './setting-names';

/**
 * Trims a setting; undefined if it is missing or blank. In a path, `~` is this user's home. @throws TroupeError INPUT_INVALID for a path that only a
 * shell could have completed, or whose quotes only a shell removes, and for a value that a setting of few values does not have
 */
export function readValue(name: Setting, env: Environment): string | undefined {
	const value = env[name]?.trim() || undefined;
	if (value !== undefined && Object.hasOwn(settingChoices, name)) return pickChoice(name as ChoiceSetting, value);
	if (value !== undefined && Object.hasOwn(settingLists, name)) checkEntries(name as NamesSetting, splitList(value));
	// A database address can have any of these in its password.
	if (value === undefined || !pathSettings.has(name) || !/[~$"']/.test(value) || value.includes('://')) return value;
	return value
		.split(delimiter)
		.map((path) => completePath(name, path))
		.join(delimiter);
}

export const splitList = (text: string): string[] =>
	text
		.split(',')
		.map((entry) => entry.trim())
		.filter(Boolean);

/** No shell reads the environment of a service, an `env_file` or an IDE. A folder called `~` would be a second home, with its own vault key. */
function completePath(name: Setting, path: string): string {
	if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
	// The first path of a quoted list has a quote only at its beginning.
	const isQuoted = /^["']/.test(path);
	if (!isQuoted && !/^[~$]|\/\$\w|\$[{(]/.test(path)) return path;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: isQuoted
			? `${name} contains the path ${path} with quotes, which only a shell removes.`
			: `${name} contains the path ${JSON.stringify(path)}, which only a shell can complete.`,
		fix: `Write the whole path, such as ${join(homedir(), '.troupe')}.`,
		details: { setting: name },
	});
}

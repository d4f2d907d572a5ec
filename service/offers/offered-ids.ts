import { type Environment, readSetting } from '../../core/base/settings';

/** Reads which agents are offered: ids separated by commas; undefined offers all. */
export function readOfferedIds(environment: Environment): ReadonlySet<string> | undefined {
	const text = readSetting('TROUPE_OFFERED_AGENTS', environment);
	if (text === undefined) return undefined;
	const ids = text.split(',').map((id) => id.trim());
	return new Set(ids.filter((id) => id !== ''));
}

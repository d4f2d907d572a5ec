import type { Environment } from '../../core/base/settings/setting-names';
import { readListSetting } from '../../core/base/settings/settings';

/** Ids separated by commas; undefined offers all. */
export function readOfferedIds(environment: Environment): ReadonlySet<string> | undefined {
	const ids = readListSetting('TROUPE_OFFERED_AGENTS', environment);
	return ids && new Set(ids);
}

import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, relative, resolve } from 'node:path';
import type { Environment, Setting } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { isPostgresAddress } from '../../providers/database/database-place';
import { forgottenFileName } from '../../providers/state/conversations/forgotten-list';
import type { HomeFile, LeftOut } from './home-contents';

/** What a setting can move to another file, and its name in the home. A relative path of memory begins there. */
const movable = [
	{
		setting: 'TROUPE_KNOWLEDGE_STORE',
		path: 'knowledge.db',
		kind: 'database',
		resolvePlace: (_home: string, place: string) => resolve(place),
	},
	{ setting: 'TROUPE_MEMORY_STORE', path: 'memory.db', kind: 'database', resolvePlace: resolve },
	{
		setting: 'TROUPE_FORGOTTEN_LIST',
		path: forgottenFileName,
		kind: 'file',
		resolvePlace: (_home: string, place: string) => resolve(place),
	},
] as const;

const elsewhere: Partial<Record<Setting, string>> = {
	TROUPE_AGENTS: 'the folders of agents',
	TROUPE_POLICIES: 'the folders of policies',
	TROUPE_BUDGETS: 'the file of budgets',
	TROUPE_TRUST: 'the trust folder',
	TROUPE_ACCESS_KEYS: 'the key set of access tokens',
	TROUPE_VAULT_KEY: 'the key of the token vault',
	TROUPE_CHROMA_URL: 'the vectors in Chroma, which `troupe knowledge re-embed` computes again',
};

/** Lists the files that settings name in place of those of the home, also those that do not exist yet. */
export const listMoved = (home: string, environment: Environment): Array<HomeFile & { setting: Setting }> =>
	movable.flatMap(({ setting, path, kind, resolvePlace }) => {
		const place = readSetting(setting, environment);
		return place === undefined || isPostgresAddress(place) ? [] : [{ setting, path, kind, from: resolvePlace(home, place) }];
	});

/** Lists the state that settings place outside of the home: databases, which go into the backup, and what does not. */
export function listOutside(home: string, environment: Environment): { files: HomeFile[]; leftOut: LeftOut[] } {
	const files = listMoved(home, environment)
		.filter(({ from }) => !isInside(home, from) && existsSync(from))
		.map(({ path, from, kind }) => ({ path, from, kind }));
	const leftOut = Object.entries(elsewhere).flatMap(([setting, what]) => {
		const value = readSetting(setting as Setting, environment);
		const isOfHome = value?.split(delimiter).every((part) => isAbsolute(part) && isInside(home, part)) ?? true;
		return isOfHome ? [] : [{ path: setting, why: `it sets ${what}, outside of the home` }];
	});
	return { files, leftOut };
}

export function isInside(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

import { mkdirSync, renameSync, rmSync, existsSync, mkdtempSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Shared by all checkouts of this user. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe', 'zeebe-8.6.0');

/**
 * A folder of the cache that is either whole or absent: `fill` works in a folder beside it, which is renamed at the end.
 * An interrupted run leaves only the folder beside it; two runs at once both work and one wins.
 */
export async function cachedFolder(name, fill) {
	const target = join(cacheFolder, name);
	if (existsSync(target)) return target;
	mkdirSync(cacheFolder, { recursive: true });
	const unfinished = mkdtempSync(join(cacheFolder, `unfinished-${name}-`));
	try {
		await fill(unfinished);
		if (!existsSync(target)) renameSync(unfinished, target);
		return target;
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
	}
}

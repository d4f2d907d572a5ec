import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Shared by all checkouts of this user. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe', 'zeebe-8.6.0');

/**
 * A folder of the cache that is either whole or absent: `fill` works in a folder beside it, which is renamed at the end.
 * What an interrupted run left beside it is removed by the next; of two runs at once, both work and one wins.
 */
export async function cachedFolder(name, fill) {
	const target = join(cacheFolder, name);
	if (existsSync(target)) return target;
	mkdirSync(cacheFolder, { recursive: true });
	removeLeftovers();
	const unfinished = mkdtempSync(join(cacheFolder, `unfinished-${process.pid}-`));
	try {
		await fill(unfinished);
		if (!existsSync(target)) renameSync(unfinished, target);
		return target;
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
	}
}

function removeLeftovers() {
	for (const name of readdirSync(cacheFolder)) {
		const pid = /^unfinished-(\d+)-/.exec(name)?.[1];
		if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(cacheFolder, name), { recursive: true, force: true });
	}
}

function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Shared by all checkouts of this user. */
const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe');

/**
 * A folder of the cache, such as `zeebe-8.6.0/broker`, that is either whole or absent: `fill` works in a folder beside it, which is renamed at the end.
 * What an interrupted run left beside it is removed by the next; of two runs at once, both work and one wins.
 */
export async function cachedFolder(name, fill) {
	const target = join(cacheFolder, name);
	if (existsSync(target)) return target;
	const parent = dirname(target);
	mkdirSync(parent, { recursive: true });
	removeLeftovers(parent);
	const unfinished = mkdtempSync(join(parent, `unfinished-${process.pid}-`));
	try {
		await fill(unfinished);
		if (!existsSync(target)) renameSync(unfinished, target);
		return target;
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
	}
}

function removeLeftovers(parent) {
	for (const name of readdirSync(parent)) {
		const pid = /^unfinished-(\d+)-/.exec(name)?.[1];
		if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
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

import { access, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { withLock } from './folder-lock.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * What lies in a folder of the user's cache, for all checkouts: found there, or made once. It is whole or not found: it is made in a folder
 * beside, which is renamed at the end. What was interrupted is begun anew; of two processes at once the second waits for the first.
 * @template [Found=string]
 * @param {object} options
 * @param {string} options.name of the folder, such as `zeebe-8.6.0/broker`
 * @param {(folder: string) => Promise<Found | undefined>} [options.find] undefined where it is not there or not whole; the folder itself by default
 * @param {(folder: string) => Promise<unknown>} options.make fills a folder that is empty
 * @param {(folder: string) => Promise<void>} [options.endInterrupted] what an interrupted making may have left at work in that folder
 * @param {boolean} [options.inPlace] made where it stays, because it names its own folder inside: `find` has to tell whether it is whole
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Found>}
 * @throws {SetupError}
 */
export async function cachedFolder({ name, find = findFolder, make, endInterrupted, inPlace = false, progress, signal }) {
	const folder = join(cacheFolder(), name);
	const found = await find(folder);
	if (found) return found;
	await makeParent(folder);
	const onWait = () => progress(`${name}: another process is making it, waiting (${folder}.lock)`);
	await withLock(`${folder}.lock`, { onWait, signal }, async () => {
		if (await find(folder)) return;
		const making = inPlace ? folder : `${folder}.building`;
		await endInterrupted?.(making);
		for (const left of new Set([making, folder])) await rm(left, { recursive: true, force: true, maxRetries: 5 });
		await mkdir(making);
		await make(making);
		if (!inPlace) await rename(making, folder);
	});
	return /** @type {Found} */ (await find(folder));
}

function cacheFolder() {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe');
}

async function makeParent(folder) {
	await mkdir(dirname(folder), { recursive: true }).catch((error) => {
		throw new SetupError(
			`The cache folder ${dirname(folder)} cannot be made: ${error.message}.`,
			'Set XDG_CACHE_HOME to a folder you can write to.',
			error,
		);
	});
}

async function findFolder(folder) {
	return (await areThere(folder)) ? folder : undefined;
}

/** False also where someone deleted a part of what was whole: it is made anew. */
export function areThere(...files) {
	return Promise.all(files.map((file) => access(file))).then(
		() => true,
		() => false,
	);
}

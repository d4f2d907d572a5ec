import { access, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { withLock } from './folder-lock.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Returns a folder of the user's cache, shared by all checkouts, and creates it once. It is created beside its place and renamed at the end,
 * so it is complete or missing. An interrupted creation starts again. A second process waits for the first.
 * @template [Contents=string]
 * @param {object} options
 * @param {string} options.name of the folder, such as `zeebe-8.6.0/broker`
 * @param {(folder: string) => Promise<Contents | undefined>} [options.find] undefined when it is missing or incomplete; the folder itself by default
 * @param {(folder: string) => Promise<unknown>} options.make fills an empty folder
 * @param {(folder: string) => Promise<void>} [options.endInterrupted] ends processes that an interrupted creation left in that folder
 * @param {boolean} [options.inPlace] created in its final place, because its files contain the folder's path; `find` must detect whether it is complete
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Contents>}
 * @throws {SetupError}
 */
export async function cachedFolder({ name, find = findFolder, make, endInterrupted, inPlace = false, progress, signal }) {
	const folder = join(cacheFolder(), name);
	const cached = await find(folder);
	if (cached) return cached;
	await makeParent(folder);
	const onWait = () => progress(`${name}: waiting for another process that is creating it (${folder}.lock)`);
	await withLock(`${folder}.lock`, { onWait, signal }, async () => {
		if (await find(folder)) return;
		const making = inPlace ? folder : `${folder}.building`;
		await endInterrupted?.(making);
		for (const left of new Set([making, folder])) await rm(left, { recursive: true, force: true, maxRetries: 5 });
		await mkdir(making);
		await make(making);
		if (!inPlace) await rename(making, folder);
	});
	return /** @type {Contents} */ (await find(folder));
}

/** Returns the folder of the user that holds what is fetched once for all checkouts. */
export function cacheFolder() {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe');
}

async function makeParent(folder) {
	await mkdir(dirname(folder), { recursive: true }).catch((error) => {
		throw new SetupError(
			`The cache folder ${dirname(folder)} cannot be created: ${error.message}.`,
			'Set XDG_CACHE_HOME to a folder you can write to.',
			error,
		);
	});
}

async function findFolder(folder) {
	return (await exist(folder)) ? folder : undefined;
}

/** Returns false also when a part was deleted; the folder is then created again. */
export function exist(...files) {
	return Promise.all(files.map((file) => access(file))).then(
		() => true,
		() => false,
	);
}

import { watch, type FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** An editor writes a file in several steps. */
const quietMs = 100;
/** The times of files are those of the kernel's clock, which ticks. */
const tickMs = 10;
/** Models, decisions, forms and cases. */
const isWatched = (name: string): boolean => /\.(bpmn|dmn|form|json)$/.test(name) && !/(^|[\\/])node_modules[\\/]/.test(name);

/** Runs `work`, which names the folders that it read, and again after each change of a model or case in them, until the signal. */
export async function runOnChange(work: () => Promise<string[]>, signal: AbortSignal): Promise<void> {
	const watchers = new Map<string, FSWatcher>();
	let change = Promise.withResolvers<void>();
	const open = (folder: string): FSWatcher =>
		watch(folder, { recursive: true }, (_event, name) => {
			if (name === null || isWatched(name)) change.resolve();
		}).on('error', (error) => change.reject(error));
	signal.addEventListener('abort', () => change.resolve(), { once: true });
	try {
		while (!signal.aborted) {
			change = Promise.withResolvers<void>();
			const startedAt = Date.now();
			const fresh = (await work()).filter((folder, place, all) => !watchers.has(folder) && all.indexOf(folder) === place);
			for (const folder of fresh) watchers.set(folder, open(folder));
			// Nobody watched them yet while the work read them.
			const isChanged = await hasChanged(fresh, startedAt - tickMs);
			if (!signal.aborted && !isChanged) await change.promise;
			await delay(quietMs);
		}
	} finally {
		for (const watcher of watchers.values()) watcher.close();
	}
}

async function hasChanged(folders: string[], since: number): Promise<boolean> {
	for (const folder of folders) {
		const names = (await readdir(folder, { recursive: true })).filter(isWatched);
		const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0));
		if (times.some((time) => time >= since)) return true;
	}
	return false;
}

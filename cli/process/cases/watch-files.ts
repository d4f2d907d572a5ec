import { watch, type FSWatcher } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** An editor writes a file in several steps. */
const quietMs = 100;

/** Runs `work`, which names the folders that it read, and again after each change of a model or case in them, until the signal. */
export async function runOnChange(work: () => Promise<string[]>, signal: AbortSignal): Promise<void> {
	const watchers = new Map<string, FSWatcher>();
	let change = Promise.withResolvers<void>();
	const open = (folder: string): FSWatcher =>
		watch(folder, { recursive: true }, (_event, name) => {
			if (name === null || /\.(bpmn|json)$/.test(name)) change.resolve();
		}).on('error', (error) => change.reject(error));
	signal.addEventListener('abort', () => change.resolve(), { once: true });
	try {
		while (!signal.aborted) {
			change = Promise.withResolvers<void>();
			for (const folder of await work()) if (!watchers.has(folder)) watchers.set(folder, open(folder));
			if (!signal.aborted) await change.promise;
			await delay(quietMs);
		}
	} finally {
		for (const watcher of watchers.values()) watcher.close();
	}
}

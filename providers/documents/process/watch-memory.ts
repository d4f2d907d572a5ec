import { Worker } from 'node:worker_threads';

/**
 * Kills this process if it exceeds the limit. V8's own limit does not count buffers, and timers do not run during an endless parse, so a
 * thread watches. It also ends a process whose parent is gone.
 */
export function watchMemory(maxMb: number): void {
	const workerData = { most: maxMb * 1024 * 1024, parent: process.ppid };
	new Worker(watch, { eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 } }).unref();
}

const watch = `
	const { workerData } = require('node:worker_threads');
	setInterval(() => {
		if (process.memoryUsage.rss() > workerData.most || process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
	}, 25);
`;

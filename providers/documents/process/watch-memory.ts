import { Worker } from 'node:worker_threads';

/**
 * Kills this process once it holds more than that: V8's own limit counts no buffers, and a parser that never comes back sees no timer, so a
 * thread watches. It also ends a process whose parent is gone.
 */
export function watchMemory(mostMb: number): void {
	const workerData = { most: mostMb * 1024 * 1024, parent: process.ppid };
	new Worker(watch, { eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 } }).unref();
}

const watch = `
	const { workerData } = require('node:worker_threads');
	setInterval(() => {
		if (process.memoryUsage.rss() > workerData.most || process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
	}, 25);
`;

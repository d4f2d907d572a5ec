import { Worker } from 'node:worker_threads';
import type { DocumentReading } from '../../../core/ports/knowledge/document-reader';
import type { DocumentHint } from '../formats/shared/detect-type';
import { closeInspector, refuseSignals } from '../../processes/signals';
import { readDocument } from '../formats/read-document';

const watch = `
	const { workerData } = require('node:worker_threads');
	setInterval(() => {
		if (process.memoryUsage.rss() > workerData.most || process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
	}, 25);
`;

export interface ReaderRequest {
	bytes: Uint8Array;
	hint: DocumentHint;
}

/** `page`: the starting page, absent after the last one; `residentMb`: the memory of the process afterwards. */
export type ReaderAnswer =
	| { kind: 'ready' }
	| { kind: 'progress'; page?: number }
	| { kind: 'reading'; reading: DocumentReading; residentMb: number };

closeInspector();
refuseSignals();
if (process.argv[2] !== undefined) watchMemory(Number(process.argv[2]));
process.on('disconnect', () => process.exit());
process.on('message', (request: ReaderRequest) => void answer(request));
tell({ kind: 'ready' });

async function answer({ bytes, hint }: ReaderRequest): Promise<void> {
	const reading = await readDocument(bytes, hint, (page) => tell({ kind: 'progress', page }));
	tell({ kind: 'reading', reading, residentMb: process.memoryUsage.rss() / 1024 / 1024 });
}

function tell(answer: ReaderAnswer): void {
	process.send!(answer, () => undefined); // without a host, `disconnect` ends this process
}

/**
 * Kills this process above the limit. V8's limit ignores buffers, and timers do not run during an endless parse, so a thread watches. It also ends an
 * orphaned process.
 */
function watchMemory(maxMb: number): void {
	const workerData = { most: maxMb * 1024 * 1024, parent: process.ppid };
	new Worker(watch, { eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 } }).unref();
}

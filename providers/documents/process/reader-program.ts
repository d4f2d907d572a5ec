/** What a process runs that reads documents: one at a time, as its parent sends them. */
import type { DocumentReading } from '../../../core/ports';
import type { DocumentHint } from '../formats/shared/detect-type';
import { readDocument } from '../formats/read-document';
import { watchMemory } from './watch-memory';

export interface ReaderRequest {
	bytes: Uint8Array;
	hint: DocumentHint;
}

/** `page`: that it begins with, or none where it is done with all; `residentMb`: what the process held after it. */
export type ReaderAnswer =
	{ kind: 'ready' } | { kind: 'progress'; page?: number } | { kind: 'reading'; reading: DocumentReading; residentMb: number };

watchMemory(Number(process.argv[2]));
process.on('disconnect', () => process.exit());
process.on('message', (request: ReaderRequest) => void answer(request));
tell({ kind: 'ready' });

async function answer({ bytes, hint }: ReaderRequest): Promise<void> {
	const reading = await readDocument(bytes, hint, (page) => tell({ kind: 'progress', page }));
	tell({ kind: 'reading', reading, residentMb: process.memoryUsage.rss() / 1024 / 1024 });
}

function tell(answer: ReaderAnswer): void {
	process.send!(answer);
}

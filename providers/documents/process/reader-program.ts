/** The program of a reading process: reads one document at a time, as its parent sends them. */
import type { DocumentReading } from '../../../core/ports';
import type { DocumentHint } from '../formats/shared/detect-type';
import { readDocument } from '../formats/read-document';
import { watchMemory } from './watch-memory';

export interface ReaderRequest {
	bytes: Uint8Array;
	hint: DocumentHint;
}

/** `page`: the page that begins, absent after the last one; `residentMb`: the memory of the process afterwards. */
export type ReaderAnswer =
	{ kind: 'ready' } | { kind: 'progress'; page?: number } | { kind: 'reading'; reading: DocumentReading; residentMb: number };

// Where Node restricts this process, its memory is watched from outside.
if (process.argv[2] !== undefined) watchMemory(Number(process.argv[2]));
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

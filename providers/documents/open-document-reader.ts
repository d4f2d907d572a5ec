import { availableParallelism } from 'node:os';
import type { DocumentReader } from '../../core/ports';
import { ReaderPool, type ReaderLimits } from './process/reader-pool';

export interface DocumentReaderOptions {
	/** Of one document, from when its turn comes. Default two minutes. */
	timeoutMs?: number;
	/** Of one page of a document that has pages. Default 20 seconds. */
	pageTimeoutMs?: number;
	/** After so long a document no longer keeps others waiting: one at a time reads on beside those that may. Default 5 seconds. */
	longAfterMs?: number;
	/** Of one document's reading, all that the process holds. Default 640. */
	memoryMb?: number;
	/** Of a file. Default 128 MB. */
	mostBytes?: number;
	/** That read at the same time. Default 2, on one processor 1. */
	processes?: number;
	/** ClamAV's daemon: `host:port`, or the path of its socket. Without it nothing is scanned. */
	scanner?: string;
	/** Of one document's scan. Default one minute. */
	scanTimeoutMs?: number;
	/** Documents that wait for their turn; one more is refused. Default 256. */
	mostWaiting?: number;
}

const defaults = {
	timeoutMs: 120_000,
	pageTimeoutMs: 20_000,
	longAfterMs: 5_000,
	scanTimeoutMs: 60_000,
	memoryMb: 640,
	mostBytes: 128 * 1024 * 1024,
	mostWaiting: 256,
};

/**
 * Reads documents in processes of their own, so that a hostile one ends its reader and nothing else (docs/decisions/knowledge/0080). They begin with the
 * first document, are let go after a while without one, and keep no program from ending.
 */
export function openDocumentReader(options: DocumentReaderOptions = {}): DocumentReader & { close(): Promise<void> } {
	const limits: ReaderLimits = { ...defaults, processes: Math.min(2, availableParallelism()), ...withoutGaps(options) };
	return new ReaderPool(limits);
}

function withoutGaps(options: DocumentReaderOptions): DocumentReaderOptions {
	return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

import { availableParallelism } from 'node:os';
import type { DocumentReader } from '../../core/ports';
import { type DocumentReaderOptions, type ReaderLimits, ReaderPool } from './process/reader-pool';

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

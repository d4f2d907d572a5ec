import { availableParallelism } from 'node:os';
import type { DocumentReader } from '../../core/ports/knowledge/document-reader';
import { type DocumentReaderOptions, type ReaderLimits, ReaderPool } from './process/reader-pool';

const defaults = {
	timeoutMs: 120_000,
	pageTimeoutMs: 20_000,
	longAfterMs: 5_000,
	scanTimeoutMs: 60_000,
	memoryMb: 640,
	maxBytes: 128 * 1024 * 1024,
	maxWaiting: 256,
};

/**
 * Reads documents in separate processes, so that a hostile document only crashes its reader (docs/decisions/knowledge/0080). Processes start on
 * demand, end when idle, and do not keep the program alive.
 */
export function openDocumentReader(options: DocumentReaderOptions = {}): DocumentReader & { close(): Promise<void> } {
	const limits: ReaderLimits = { ...defaults, processes: Math.min(2, availableParallelism()), ...withoutGaps(options) };
	return new ReaderPool(limits);
}

export const openMessageReader = ({ virusScanner }: { virusScanner?: string }): ReturnType<typeof openDocumentReader> =>
	openDocumentReader({ scanner: virusScanner, timeoutMs: 30_000, maxWaiting: 32 });

function withoutGaps(options: DocumentReaderOptions): DocumentReaderOptions {
	return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

import { letOthersRun } from '../../base/async/loop-yielder';
import { chunkDocument, type ChunkerOptions } from '../chunking/chunk-document';
import type { DocumentText } from '../../ports/knowledge/document-reader';
import { throwIfIngestionStopped } from './throw-if-ingestion-stopped';

/** Without a pause, in some hundredths of a second. */
const textsAtOnce = 100;

/**
 * For a model that counts its own tokens, which takes seconds for a long text. Pauses for other work. Repeats until all counts fit. @throws
 * TroupeError CANCELLED
 */
export async function chunkCounted(
	document: DocumentText,
	{ countTokens, ...options }: ChunkerOptions,
	places: ArrayLike<number> | undefined,
	signal: AbortSignal,
): Promise<ReturnType<typeof chunkDocument>> {
	await letOthersRun();
	if (!countTokens) return chunkDocument(document, options, places);
	const counted = new Map<string, number>();
	for (;;) {
		const unknown = new Set<string>();
		const chunks = chunkDocument(document, { ...options, countTokens: (text) => counted.get(text) ?? (unknown.add(text), 0) }, places);
		if (unknown.size === 0) return chunks;
		let count = 0;
		for (const text of unknown) {
			counted.set(text, countTokens(text));
			if (++count % textsAtOnce > 0) continue;
			await letOthersRun();
			throwIfIngestionStopped(signal);
		}
	}
}

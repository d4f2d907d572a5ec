import { TroupeError } from '../../base/errors';
import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { PreparedDocument } from '../../ports/knowledge/stored-documents';
import type { Embedder } from '../../ports/models/models';
import { composeEmbeddedText } from './embedded-text';
import { splitIntoWindows, joinWindows } from './embedded-windows';

/** Few enough to show progress: local models, which have a dtype, take seconds for what servers do in one. */
const chunksAtOnce = { local: 32, server: 128 };

interface EmbeddedChunks {
	vectors: Float32Array[];
	embeddedCount: number;
	maskedValues: number;
	costUsd?: number;
}

/** @throws TroupeError MODEL_*, BUDGET_EXCEEDED, CANCELLED from the embedder */
export async function embedChunks(
	documents: PreparedDocument[],
	{ embedder, stamp }: { embedder: Embedder; stamp: EmbeddingStamp },
	signal: AbortSignal,
	onDone: (chunks: number) => void,
): Promise<EmbeddedChunks> {
	const windows = documents.flatMap((document) =>
		document.chunks.map((chunk) => splitIntoWindows(composeEmbeddedText(document, chunk), stamp.maximumTokens)),
	);
	const embedded: EmbeddedChunks = { vectors: [], embeddedCount: 0, maskedValues: 0 };
	const atOnce = stamp.dtype === undefined ? chunksAtOnce.server : chunksAtOnce.local;
	for (let from = 0; from < windows.length; from += atOnce) {
		const some = windows.slice(from, from + atOnce);
		const texts = some.flat();
		const { vectors, remembered = 0, masked = 0, costUsd } = await embedder.embed(texts, signal, 'document');
		if (vectors.length !== texts.length) throw malformed(embedder.id, `${texts.length} vectors`, `${vectors.length}`);
		const units = vectors.map((vector) => toUnitVector(vector, stamp.dimensions, embedder.id));
		let first = 0;
		for (const { length } of some)
			embedded.vectors.push(toUnitVector(joinWindows(units.slice(first, (first += length))), stamp.dimensions, embedder.id));
		embedded.embeddedCount += Math.min(some.length, texts.length - remembered);
		embedded.maskedValues += masked;
		if (costUsd !== undefined) embedded.costUsd = (embedded.costUsd ?? 0) + costUsd;
		onDone(some.length);
	}
	return embedded;
}

/** The stores require length 1. @throws TroupeError MODEL_MALFORMED_RESPONSE */
function toUnitVector(vector: ArrayLike<number>, dimensions: number, model: string): Float32Array {
	if (vector.length !== dimensions) throw malformed(model, `vectors of ${dimensions} dimensions`, `one of ${vector.length}`);
	const unit = Float32Array.from(vector);
	const length = Math.sqrt(unit.reduce((sum, part) => sum + part * part, 0));
	if (!(length > 0) || length === Infinity)
		throw malformed(model, 'vectors with a direction', 'a zero vector or one with a value that is not finite');
	return unit.map((part) => part / length);
}

function malformed(model: string, expected: string, actual: string): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `${model} returned ${actual}; expected ${expected}.`,
		fix: 'Check that this is an embedding model, and the one that the collection was made with.',
		details: { model, expected, actual },
	});
}

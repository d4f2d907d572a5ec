import { TroupeError } from '../../base/errors';
import { once } from '../../base/async/once';
import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { Embedder, StampedEmbedder } from '../../ports/models/models';

export type StampFacts = Pick<EmbeddingStamp, 'revision' | 'dtype' | 'maximumTokens'>;

/** The length of its vector is the model's number of dimensions. */
const probe = 'dimensions';

export function createStampedEmbedder(embedder: Embedder, readFacts: (signal: AbortSignal) => Promise<StampFacts>): StampedEmbedder {
	const find = once(async (signal: AbortSignal): Promise<EmbeddingStamp> => {
		const { revision, dtype, maximumTokens } = await readFacts(signal);
		const { vectors } = await embedder.embed([probe], signal, 'document');
		const dimensions = vectors[0]?.length ?? 0;
		if (dimensions > 0)
			return {
				model: embedder.id,
				...(revision !== undefined && { revision }),
				...(dtype !== undefined && { dtype }),
				...(maximumTokens !== undefined && { maximumTokens }),
				dimensions,
			};
		throw new TroupeError({
			code: 'MODEL_MALFORMED_RESPONSE',
			message: `${embedder.id} returned no vector; expected one.`,
			retryable: true,
		});
	});
	return {
		id: embedder.id,
		embed: (texts, signal, purpose) => embedder.embed(texts, signal, purpose),
		stamp: async (signal) => ({ ...(await find(signal)) }),
	};
}

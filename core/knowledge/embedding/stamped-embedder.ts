import { TroupeError } from '../../base/errors';
import { once } from '../../base/once';
import type { Embedder, EmbeddingStamp, StampedEmbedder } from '../../ports';

/** What a server says of a model; what it does not say is absent. */
export type StampFacts = Pick<EmbeddingStamp, 'revision' | 'dtype' | 'maximumTokens'>;

/** Asked for once: how long its vector is says how many dimensions the model has. */
const probe = 'dimensions';

/** An embedder of a server, stamped: its dimensions are those of a vector that it makes. What is found is kept for as long as the embedder is. */
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

import { isTroupeError } from '../../../core/base/errors';
import type { Embeddings, TokenUsage } from '../../../core/ports/models/models';
import type { ModelCall } from './model-call';
import { cancelledError, malformedError } from './to-model-error';
import { batchTexts } from '../../../core/tokens/text-batches';
import { withUsage } from './with-usage';

export interface EmbeddedBatch {
	vectors: number[][];
	usage: TokenUsage;
}

/** @throws TroupeError the error of the failed batch; its details include the usage of earlier batches */
export async function embedInBatches(
	texts: string[],
	max: { texts: number; tokens: number },
	call: ModelCall,
	signal: AbortSignal,
	embed: (batch: string[]) => Promise<EmbeddedBatch>,
): Promise<Embeddings> {
	const vectors: number[][] = [];
	const usage: TokenUsage = { inputTokens: 0, outputTokens: 0, estimated: false };
	try {
		for (const batch of batchTexts(texts, max)) {
			if (signal.aborted) throw cancelledError(call, signal);
			const embedded = await embed(batch);
			usage.inputTokens += embedded.usage.inputTokens;
			usage.estimated ||= embedded.usage.estimated;
			checkVectors(embedded.vectors, batch, vectors[0], call);
			vectors.push(...embedded.vectors);
		}
	} catch (error) {
		throw isTroupeError(error) && usage.inputTokens > 0 ? withUsage(error, usage) : error;
	}
	return { vectors, model: call.id, usage };
}

function checkVectors(vectors: unknown[], batch: string[], first: number[] | undefined, call: ModelCall): void {
	if (vectors.length !== batch.length) throw malformedError(call, `it has ${vectors.length} vectors for ${batch.length} texts`);
	const length = (first ?? (vectors[0] as number[] | undefined))?.length;
	const whole = vectors.every(
		(vector) => Array.isArray(vector) && vector.length === length && vector.length > 0 && vector.every(Number.isFinite),
	);
	if (!whole) throw malformedError(call, 'its vectors are not lists of numbers of the same length');
}

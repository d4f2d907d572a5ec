import { canonicalJson } from '../../json-schema/canonical-json';
import type { StampedEmbedder } from '../../ports/models/models';

export async function embedTexts(
	texts: string[],
	embedder: StampedEmbedder,
	signal: AbortSignal,
	purpose: 'query' | 'document',
): Promise<Float32Array[]> {
	if (texts.length === 0) return [];
	const { vectors } = await embedder.embed(texts, signal, purpose);
	return vectors.map((vector) => {
		const length = Math.hypot(...vector) || 1;
		return Float32Array.from(vector, (value) => value / length);
	});
}

/** Vectors with different stamps cannot be compared. */
export async function readStamp(embedder: StampedEmbedder, signal: AbortSignal): Promise<string> {
	return canonicalJson(await embedder.stamp(signal));
}

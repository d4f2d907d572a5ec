import { removeHidden } from '../base/text/hidden-characters';
import type { Embedder } from '../ports/models/models';
import type { Reranker } from '../ports/models/rerankers';
import { toModelText } from './special-tokens';

/** For models that compare texts; servers refuse an empty one. */
const normalize = (text: string): string => toModelText(removeHidden(text)) || ' ';

export function embedNormalized(embedder: Embedder): Embedder {
	return { id: embedder.id, embed: (texts, signal, purpose) => embedder.embed(texts.map(normalize), signal, purpose) };
}

export function rerankNormalized(reranker: Reranker): Reranker {
	return {
		id: reranker.id,
		rerank: (question, passages, signal) => reranker.rerank(normalize(question), passages.map(normalize), signal),
	};
}

import { removeHidden } from '../base/text/hidden-characters';
import type { Embedder } from '../ports/models/models';
import type { Reranker } from '../ports/models/rerankers';
import { toModelText } from './special-tokens';

/** Returns a text as models get it that compare texts; servers refuse an empty one. */
const normalize = (text: string): string => toModelText(removeHidden(text)) || ' ';

/** Normalizes the texts of an embedder: one word, however it was typed, has one vector, and no text hides another or ends where it wants. */
export function embedNormalized(embedder: Embedder): Embedder {
	return { id: embedder.id, embed: (texts, signal, purpose) => embedder.embed(texts.map(normalize), signal, purpose) };
}

/** Normalizes the question and the passages of a reranker, whose models read both as one text with special tokens between them. */
export function rerankNormalized(reranker: Reranker): Reranker {
	return {
		id: reranker.id,
		rerank: (question, passages, signal) => reranker.rerank(normalize(question), passages.map(normalize), signal),
	};
}

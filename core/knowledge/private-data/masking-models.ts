import type { Embedder } from '../../ports/models/models';
import type { Reranker } from '../../ports/models/rerankers';
import { maskForOthers } from './mask-for-others';

export function createMaskingEmbedder(embedder: Embedder): Embedder {
	return {
		id: embedder.id,
		async embed(texts, signal, purpose) {
			const { sent, masked } = await maskAll(texts);
			return { ...(await embedder.embed(sent, signal, purpose)), masked };
		},
	};
}

export function createMaskingReranker(reranker: Reranker): Reranker {
	return {
		id: reranker.id,
		async rerank(question, passages, signal) {
			const { sent } = await maskAll([question, ...passages]);
			return reranker.rerank(sent[0]!, sent.slice(1), signal);
		},
	};
}

async function maskAll(texts: string[]): Promise<{ sent: string[]; masked: number }> {
	const sent: string[] = [];
	let masked = 0;
	for (const text of texts) {
		const hidden = await maskForOthers(text);
		sent.push(hidden.text);
		masked += hidden.masked;
	}
	return { sent, masked };
}

import { TroupeError } from '../errors';
import { detectLanguage } from '../language';
import type { Passage, Retriever } from '../ports';
import { type Chunk, chunkDocument } from './chunk-document';
import type { Document } from './document';
import { questionTerms, termsOf } from './lexical/terms';

/** Robertson's usual values. */
const K1 = 1.2;
const B = 0.75;

interface Posting {
	chunk: number;
	/** The term's occurrences, saturated and weighed against the passage's length. */
	weight: number;
}

/** Finds passages by the words they share with a question: Okapi BM25 over Portuguese and English stems, titles and headings included. */
export function createBm25Retriever(documents: Document[]): Retriever {
	const chunks = documents.toSorted((a, b) => (a.id < b.id ? -1 : 1)).flatMap(chunkDocument);
	const postings = indexChunks(chunks);
	return {
		async retrieve(question, limit, signal) {
			if (signal.aborted)
				throw new TroupeError({ code: 'CANCELLED', message: 'The search for passages was cancelled.', cause: signal.reason });
			return rank(scoreChunks(question, postings, chunks.length), chunks, limit);
		},
	};
}

function indexChunks(chunks: Chunk[]): Map<string, Posting[]> {
	const counted = chunks.map(countTerms);
	const averageLength = counted.reduce((sum, { length }) => sum + length, 0) / Math.max(1, counted.length);
	const postings = new Map<string, Posting[]>();
	counted.forEach(({ counts, length }, chunk) => {
		const lengthFactor = K1 * (1 - B + (B * length) / averageLength);
		for (const [form, count] of counts) {
			const weight = (count * (K1 + 1)) / (count + lengthFactor);
			const list = postings.get(form);
			if (list) list.push({ chunk, weight });
			else postings.set(form, [{ chunk, weight }]);
		}
	});
	return postings;
}

function countTerms(chunk: Chunk): { counts: Map<string, number>; length: number } {
	const text = `${chunk.title}\n${chunk.text}`;
	const words = termsOf(text, detectLanguage(text));
	const counts = new Map<string, number>();
	for (const forms of words) for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1);
	return { counts, length: words.length };
}

/** A question's word counts once, with whichever of its forms fits a passage best. */
function scoreChunks(question: string, postings: Map<string, Posting[]>, total: number): Map<number, number> {
	const scores = new Map<number, number>();
	for (const forms of questionTerms(question)) {
		const best = new Map<number, number>();
		for (const form of forms) {
			const list = postings.get(form) ?? [];
			const rarity = Math.log(1 + (total - list.length + 0.5) / (list.length + 0.5));
			for (const { chunk, weight } of list) best.set(chunk, Math.max(best.get(chunk) ?? 0, rarity * weight));
		}
		for (const [chunk, score] of best) scores.set(chunk, (scores.get(chunk) ?? 0) + score);
	}
	return scores;
}

/** Equal scores keep the order of documents and of passages in them. */
function rank(scores: Map<number, number>, chunks: Chunk[], limit: number): Passage[] {
	return [...scores]
		.sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b)
		.slice(0, limit)
		.map(([chunk, score]) => ({ ...chunks[chunk]!, score }));
}

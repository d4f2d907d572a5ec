import { detectInjection } from '../../guardrails/injection/detect-injection';

/** Sentences and lines, with what separates them. */
const sentence = /[^.!?\r\n]+[.!?]*[\s]*|[.!?\s]+/g;

/**
 * A passage without the sentences that give orders to a model. What is left is judged: a text that merely holds such a sentence may be the
 * answer all the same.
 */
export async function withoutOrders(passage: string): Promise<string> {
	const { flagged, matches } = await detectInjection(passage, { source: 'knowledge' });
	if (!flagged) return passage;
	return [...passage.matchAll(sentence)]
		.filter(({ 0: text, index }) => !matches.some(({ start, end }) => start < index + text.length && index < end))
		.map(([text]) => text)
		.join('');
}

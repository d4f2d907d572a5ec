import { detectInjection } from '../../guardrails/injection/detect-injection';

/** Sentences and lines, with what separates them. */
const sentence = /[^.!?\r\n]+[.!?]*[\s]*|[.!?\s]+/g;

/** Removes the sentences that give orders to a model. The rest is judged, since a text that only contains such a sentence can still be the answer. */
export async function removeOrders(passage: string): Promise<string> {
	const { flagged, matches } = await detectInjection(passage, { source: 'knowledge' });
	if (!flagged) return passage;
	return [...passage.matchAll(sentence)]
		.filter(({ 0: text, index }) => !matches.some(({ start, end }) => start < index + text.length && index < end))
		.map(([text]) => text)
		.join('');
}

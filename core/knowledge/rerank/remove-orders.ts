import { detectInjection } from '../../guardrails/injection/detect-injection';

const sentence = /[^.!?\r\n]+[.!?]*[\s]*|[.!?\s]+/g;

/** The rest of such a passage is judged: it can still be the answer. */
export async function removeOrders(passage: string): Promise<string> {
	const { flagged, matches } = await detectInjection(passage, { source: 'knowledge' });
	if (!flagged) return passage;
	return [...passage.matchAll(sentence)]
		.filter(({ 0: text, index }) => !matches.some(({ start, end }) => start < index + text.length && index < end))
		.map(([text]) => text)
		.join('');
}

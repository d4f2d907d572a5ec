import { estimateTokens } from '../../core/llm/estimate-tokens';

/** The texts in order, in groups that each keep to a number of texts and of tokens as they are estimated here; a text that is too long stands alone. */
export function textBatches(texts: string[], most: { texts: number; tokens: number }): string[][] {
	const batches: string[][] = [];
	let tokens = Infinity;
	for (const text of texts) {
		const size = estimateTokens(text);
		const last = batches.at(-1);
		if (last && last.length < most.texts && tokens + size <= most.tokens) {
			last.push(text);
			tokens += size;
		} else {
			batches.push([text]);
			tokens = size;
		}
	}
	return batches;
}

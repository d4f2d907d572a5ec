import { estimateTokens } from './estimate-tokens';

export interface BatchBounds {
	texts: number;
	/** As counted here. A longer text is a batch of its own. */
	tokens: number;
}

export function batchTexts(texts: string[], bounds: BatchBounds, count: (text: string) => number = estimateTokens): string[][] {
	const batches: string[][] = [];
	let tokens = 0;
	for (const text of texts) {
		const size = count(text);
		const last = batches.at(-1);
		if (last && last.length < bounds.texts && tokens + size <= bounds.tokens) {
			last.push(text);
			tokens += size;
		} else {
			batches.push([text]);
			tokens = size;
		}
	}
	return batches;
}

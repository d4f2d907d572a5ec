export interface BatchBounds {
	texts: number;
	/** As they are counted here; a text that is longer stands alone. */
	tokens: number;
}

/** Places of the texts, in order, in batches that keep to both bounds. */
export function batchPlaces(texts: string[], most: BatchBounds, count: (text: string) => number): number[][] {
	const batches: number[][] = [];
	let tokens = 0;
	for (const [place, text] of texts.entries()) {
		const size = count(text);
		const last = batches.at(-1);
		if (last && last.length < most.texts && tokens + size <= most.tokens) last.push(place);
		else batches.push([place]);
		tokens = last === batches.at(-1) ? tokens + size : size;
	}
	return batches;
}

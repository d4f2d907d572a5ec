import { type CallSigns, maxSignLength } from './call-signs';

/**
 * Passes text on up to the first sign of a call. The rest waits for the end, and passes only if the whole text is an answer. @param isAnswer judges
 * the whole text
 */
export async function* withholdCalls(
	pieces: AsyncIterable<string>,
	{ findFirst, countBegun }: Pick<CallSigns, 'findFirst' | 'countBegun'>,
	isAnswer: (text: string) => boolean,
): AsyncGenerator<string> {
	const all: string[] = [];
	/** A sign can depend on text before it, such as the beginning of a line. */
	let end = '';
	let passed = 0;
	let total = 0;
	let hasSign = false;
	for await (const piece of pieces) {
		all.push(piece);
		if (hasSign) continue;
		end += piece;
		const sign = findFirst(end, total > passed ? 1 : 0);
		hasSign = sign >= 0;
		const until = hasSign ? Math.max(passed, sign) : end.length - countBegun(end);
		if (until <= passed) continue;
		yield end.slice(passed, until);
		total += until - passed;
		const cut = Math.max(0, until - maxSignLength);
		end = end.slice(cut);
		passed = until - cut;
	}
	const text = all.join('');
	if (total < text.length && isAnswer(text)) yield text.slice(total);
}

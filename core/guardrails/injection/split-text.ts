/** Characters read without a pause: a few milliseconds. */
const portion = 4_000;
const overlap = 400;
/** Extends a portion to a word's end: encoded runs stay whole. */
const stretch = 32_000;

export function* splitText(text: string): Generator<{ start: number; end: number }> {
	if (text.length <= portion + overlap) {
		yield { start: 0, end: text.length };
		return;
	}
	for (let start = 0; start < text.length;) {
		const end = endNear(text, start + portion);
		yield { start: Math.max(0, start - overlap), end };
		start = end;
	}
}

function endNear(text: string, target: number): number {
	if (target >= text.length) return text.length;
	const space = /\s/g;
	space.lastIndex = target;
	const match = space.exec(text.slice(0, target + stretch));
	return match ? match.index + 1 : Math.min(text.length, target + stretch);
}

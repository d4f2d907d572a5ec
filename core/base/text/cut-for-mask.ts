/** Read beyond the end of a long text: what is cut in two would not be recognised as personal data. */
const overlap = 100;
/** A character of a key or token. */
const inToken = /[\w.+/=~-]/;

/** Returns what is masked of a text. A long one ends before the key or token that the cut would leave without its end. */
export function beginBeforeMask(text: string, max: number): string {
	if (text.length <= max + overlap) return text;
	let end = max + overlap;
	while (end > 0 && inToken.test(text.charAt(end - 1))) end -= 1;
	return text.slice(0, end);
}

/** Returns what is shown of a masked text. */
export const endAfterMask = (masked: string, isCut: boolean): string =>
	isCut ? `${masked.slice(0, Math.max(0, masked.length - overlap))}…` : masked;

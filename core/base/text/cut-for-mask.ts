/** Read beyond the cut: split personal data would not be recognised. */
const overlap = 100;
const inToken = /[\w.+/=~-]/;

export function beginBeforeMask(text: string, max: number): string {
	if (text.length <= max + overlap) return text;
	let end = max + overlap;
	while (end > 0 && inToken.test(text.charAt(end - 1))) end -= 1;
	return text.slice(0, end);
}

export const endAfterMask = (masked: string, isCut: boolean): string =>
	isCut ? `${masked.slice(0, Math.max(0, masked.length - overlap))}…` : masked;

const NOT_TEXT = /\ufffd|(?![\t\n\r])\p{Cc}/u;
const LETTERS = /[\p{L} ]/gu;

/** Whether decoded text was written by a person: no stray bytes, mostly letters and spaces. */
export function looksLikeText(text: string): boolean {
	const sample = text.slice(0, 400);
	if (sample.length < 6 || NOT_TEXT.test(sample)) return false;
	return (sample.match(LETTERS)?.length ?? 0) >= sample.length * 0.7;
}

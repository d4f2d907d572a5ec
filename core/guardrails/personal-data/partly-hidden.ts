/**
 * True if asterisks mask the rest of a value: `*******4534`, `ABC****`. One or two, or three on both sides, without a letter or digit beyond, are
 * Markdown: `**529.982.247-25**`.
 */
export function isPartlyHidden(text: string, start: number, end: number): boolean {
	if (text[start - 1] !== '*' && text[end] !== '*') return false;
	let before = 0;
	let behind = 0;
	while (before < 4 && text[start - 1 - before] === '*') before++;
	while (behind < 4 && text[end + behind] === '*') behind++;
	if (Math.max(before, behind) > (before === behind ? 3 : 2)) return true;
	return (before > 0 && isWord(text[start - 1 - before])) || (behind > 0 && isWord(text[end + behind]));
}

function isWord(character = ' '): boolean {
	return letterOrDigit.test(character);
}

const letterOrDigit = /[\p{L}\p{N}]/u;

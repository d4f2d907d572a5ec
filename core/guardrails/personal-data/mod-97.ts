/**
 * Computes the remainder by 97 of a number of any length, in decimal digits (ISO 7064, MOD 97-10: it is 1 if the last two digits check the others).
 */
export function remainderBy97(digits: string): number {
	let remainder = 0;
	for (let at = 0; at < digits.length; at++) remainder = (remainder * 10 + digits.charCodeAt(at) - 48) % 97;
	return remainder;
}

/** Remainder by 97 of decimal digits of any length (ISO 7064, MOD 97-10: 1 if the last two check the others). */
export function remainderBy97(digits: string): number {
	let remainder = 0;
	for (let at = 0; at < digits.length; at++) remainder = (remainder * 10 + digits.charCodeAt(at) - 48) % 97;
	return remainder;
}

/** Returns a number with its noun: `1 file`, `2 files`. */
export function countNouns(number: number, noun: string): string {
	return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Returns a number with its thousands separated: `12,345`. */
export function formatCount(number: number): string {
	return number.toLocaleString('en-US');
}

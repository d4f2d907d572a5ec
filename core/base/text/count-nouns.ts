export function countNouns(number: number, noun: string): string {
	return `${formatCount(number)} ${number === 1 ? noun : toPlural(noun)}`;
}

const toPlural = (noun: string): string =>
	/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}${/(?:s|x|ch|sh)$/.test(noun) ? 'es' : 's'}`;

/** Returns a number with its thousands separated: `12,345`. */
export function formatCount(number: number): string {
	return number.toLocaleString('en-US');
}

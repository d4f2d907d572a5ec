const romans: Array<[number, string]> = [
	...([
		[1000, 'M'],
		[900, 'CM'],
		[500, 'D'],
		[400, 'CD'],
		[100, 'C'],
		[90, 'XC'],
		[50, 'L'],
		[40, 'XL'],
		[10, 'X'],
		[9, 'IX'],
		[5, 'V'],
		[4, 'IV'],
		[1, 'I'],
	] as Array<[number, string]>),
];

export function formatNumber(count: number, format: string): string {
	switch (format) {
		case 'none':
			return '';
		case 'decimalZero':
			return String(count).padStart(2, '0');
		case 'lowerLetter':
			return toLetters(count);
		case 'upperLetter':
			return toLetters(count).toUpperCase();
		case 'lowerRoman':
			return toRoman(count).toLowerCase();
		case 'upperRoman':
			return toRoman(count);
		default:
			return String(count);
	}
}

function toLetters(count: number): string {
	return count > 0 && count <= 260 ? String.fromCodePoint(0x61 + ((count - 1) % 26)).repeat(Math.ceil(count / 26)) : String(count);
}

function toRoman(count: number): string {
	if (!(count > 0 && count < 4000)) return String(count);
	let rest = count;
	let text = '';
	for (const [value, letters] of romans) for (; rest >= value; rest -= value) text += letters;
	return text;
}

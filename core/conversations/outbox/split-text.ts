/** Splits a text for a provider: at paragraphs, lines, sentences or words, in this order; inside a word only if it is too long. */
export function splitText(text: string, maxLength: number): string[] {
	const parts: string[] = [];
	let rest = text.trim();
	while (rest.length > maxLength) {
		const end = findEnd(rest, maxLength);
		parts.push(rest.slice(0, end).trimEnd());
		rest = rest.slice(end).trimStart();
	}
	return rest === '' ? parts : [...parts, rest];
}

const breaks = ['\n\n', '\n', '. ', ' '];

function findEnd(text: string, maxLength: number): number {
	const window = text.slice(0, maxLength);
	for (const end of breaks) {
		const at = window.lastIndexOf(end);
		// A part of a few words would read as a mistake.
		if (at >= maxLength / 4) return at + end.length;
	}
	const last = window.charCodeAt(maxLength - 1);
	const splitsPair = last >= 0xd800 && last <= 0xdbff;
	return splitsPair ? maxLength - 1 : maxLength;
}

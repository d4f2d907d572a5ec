const delimiters = [',', ';', '\t', '|'];

/** What parts the fields: what stands equally often in most of the first lines; a comma where nothing does. */
export function sniffDelimiter(text: string): string {
	const counts = countsByLine(text.slice(0, 64 * 1024));
	let best = { delimiter: ',', share: 0, columns: 0 };
	for (const [index, delimiter] of delimiters.entries()) {
		const perLine = counts.map((line) => line[index]!);
		const usual = mostFrequent(perLine.filter((count) => count > 0));
		const share = usual ? perLine.filter((count) => count === usual).length / perLine.length : 0;
		if (share > best.share || (share === best.share && (usual ?? 0) > best.columns)) best = { delimiter, share, columns: usual ?? 0 };
	}
	return best.delimiter;
}

/** How often each delimiter stands outside of quotes, of the first 50 lines that hold anything. */
function countsByLine(sample: string): number[][] {
	const lines: number[][] = [];
	let line = delimiters.map(() => 0);
	let blank = true;
	let quoted = false;
	for (const character of sample) {
		if (character === '"') quoted = !quoted;
		if (quoted) continue;
		if (character === '\n') {
			if (!blank) lines.push(line);
			if (lines.length === 50) return lines;
			[line, blank] = [delimiters.map(() => 0), true];
			continue;
		}
		const index = delimiters.indexOf(character);
		if (index >= 0) line[index]! += 1;
		blank &&= character.trim() === '' && index < 0;
	}
	// The last may be cut off, and counts only where there is no other.
	return lines.length > 1 || blank ? lines : [...lines, line];
}

function mostFrequent(counts: number[]): number | undefined {
	const times = new Map<number, number>();
	for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
	return [...times].sort(([a, left], [b, right]) => right - left || b - a)[0]?.[0];
}

const longestName = 100;
/** A number, an amount, a date or a time begins with a digit behind its sign or currency, and has few letters. */
const measure = /^[-+(]?\s?(?:[$€£]|R\$|US\$)?\s?\d[\d.,:/\s%T-]*(?:[a-z]{1,3}|[$€£])?\)?$/i;

/**
 * The names of the columns, where the first row is a header: mostly filled, each name once, no figures in it, and none of it again in its column.
 * Undefined where it is a row like the others.
 */
export function sniffHeader([first = [], ...rows]: string[][]): string[] | undefined {
	const names = first.map((name) => name.replace(/\s+/g, ' ').trim());
	const filled = names.filter((name) => name !== '');
	const distinct = new Set(filled.map((name) => name.toLowerCase())).size === filled.length;
	if (rows.length === 0 || filled.length === 0 || filled.length < names.length / 2 || !distinct) return undefined;
	if (filled.some((name) => name.length > longestName || measure.test(name))) return undefined;
	const again = names.some((name, column) => name !== '' && rows.some((row) => row[column]?.trim() === name));
	return again ? undefined : names;
}

export interface TextPart {
	kind: 'same' | 'removed' | 'added';
	text: string;
}

/** Max cells of a word comparison: four million take some 30 ms. */
const maxCells = 4_000_000;

export function compareTexts(before: string, after: string): TextPart[] {
	for (const split of [splitWords, splitLines]) {
		const parts = compareTokens(split(before), split(after));
		if (parts) return parts;
	}
	return join([
		{ kind: 'removed', text: before },
		{ kind: 'added', text: after },
	]);
}

const splitWords = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
const splitLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

function compareTokens(before: string[], after: string[]): TextPart[] | undefined {
	let start = 0;
	while (start < before.length && before[start] === after[start]) start += 1;
	let end = 0;
	const most = Math.min(before.length, after.length) - start;
	while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
	const old = before.slice(start, before.length - end);
	const now = after.slice(start, after.length - end);
	if ((old.length + 1) * (now.length + 1) > maxCells) return undefined;
	return join([
		{ kind: 'same', text: before.slice(0, start).join('') },
		...walk(old, now),
		{ kind: 'same', text: before.slice(before.length - end).join('') },
	]);
}

function walk(old: string[], now: string[]): TextPart[] {
	const width = now.length + 1;
	const common = new Uint32Array((old.length + 1) * width);
	for (let one = old.length - 1; one >= 0; one--)
		for (let other = now.length - 1; other >= 0; other--)
			common[one * width + other] =
				old[one] === now[other]
					? common[(one + 1) * width + other + 1]! + 1
					: Math.max(common[(one + 1) * width + other]!, common[one * width + other + 1]!);
	const parts: TextPart[] = [];
	let one = 0;
	let other = 0;
	while (one < old.length || other < now.length) {
		if (one < old.length && other < now.length && old[one] === now[other]) {
			parts.push({ kind: 'same', text: old[one]! });
			one += 1;
			other += 1;
		} else if (other === now.length || (one < old.length && common[(one + 1) * width + other]! >= common[one * width + other + 1]!)) {
			parts.push({ kind: 'removed', text: old[one]! });
			one += 1;
		} else {
			parts.push({ kind: 'added', text: now[other]! });
			other += 1;
		}
	}
	return parts;
}

function join(parts: TextPart[]): TextPart[] {
	const joined: TextPart[] = [];
	for (const part of parts) {
		const last = joined.at(-1);
		if (part.text === '') continue;
		if (last?.kind === part.kind) last.text += part.text;
		else joined.push({ ...part });
	}
	return joined;
}

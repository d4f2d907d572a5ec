import { diffArrays, diffWordsWithSpace } from 'diff';

/** A part of two texts. */
export interface TextPart {
	kind: 'same' | 'removed' | 'added';
	text: string;
}

/** Texts with more changes are compared by lines: the effort grows with the square of the changes. */
const maxChanges = 2_000;

/** Compares two texts by words, or by lines where most words differ. */
export function compareWords(before: string, after: string): TextPart[] {
	const words = diffWordsWithSpace(before, after, { maxEditLength: maxChanges });
	if (words) return words.map(({ added, removed, value }) => ({ kind: toKind(added, removed), text: value }));
	const lines = diffArrays(toLines(before), toLines(after), { maxEditLength: maxChanges });
	if (lines) return lines.map(({ added, removed, value }) => ({ kind: toKind(added, removed), text: value.join('') }));
	return [
		{ kind: 'removed', text: before },
		{ kind: 'added', text: after },
	];
}

const toKind = (added: boolean, removed: boolean): TextPart['kind'] => (added ? 'added' : removed ? 'removed' : 'same');
const toLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

/** Keeps the lines near a change, and leaves out long equal parts. */
export function nearChanges(parts: readonly TextPart[], context = 2): TextPart[] {
	return parts.map((part, index) => {
		const lines = part.text.split('\n');
		if (part.kind !== 'same' || lines.length <= 2 * context + 2) return part;
		const head = index === 0 ? [] : lines.slice(0, context + 1);
		const tail = index === parts.length - 1 ? [] : lines.slice(-context - 1);
		return { ...part, text: [...head, '…', ...tail].join('\n') };
	});
}

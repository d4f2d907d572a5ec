export const gapKind = { space: 1, newline: 2, dot: 4, dash: 8, slash: 16, bracket: 32, other: 64 } as const;

/** Longer gaps separate two numbers. */
const maxSeparatorLength = 4;

const separatorTable = new Uint8Array(0x80);
for (const [bit, characters] of [
	[gapKind.space, ' \t'],
	[gapKind.newline, '\r\n'],
	[gapKind.dot, '.'],
	[gapKind.dash, '-'],
	[gapKind.slash, '/'],
	[gapKind.bracket, '()'],
	[gapKind.other, ',_|'],
] as const) {
	for (const character of characters) separatorTable[character.charCodeAt(0)] = bit;
}

const slipDigits: Readonly<Record<string, string>> = { O: '0', o: '0', Q: '0', D: '0', I: '1', l: '1', '|': '1', Z: '2', S: '5', B: '8' };
const slipDigit = new Uint8Array(0x80);
for (const [letter, digit] of Object.entries(slipDigits)) slipDigit[letter.charCodeAt(0)] = digit.charCodeAt(0);
const digit = Uint8Array.from({ length: 0x80 }, (_, code) => Number(code >= 0x30 && code <= 0x39));
const digitOrSlip = digit.map((digit, code) => digit | Number(slipDigit[code] !== 0));
const nearASlip = /\d[.\-/ ]?[OoQDIl|ZSB](?![a-z])|(?<![A-Za-z])[OoQDIl|ZSB]{1,3}[.\-/ ]?\d/;

export interface DigitGroups {
	readonly text: string;
	readonly count: number;
	readonly starts: readonly number[];
	readonly ends: readonly number[];
	/** Gap before each group, as bits of `gapKind`; 0 at the start of a number. */
	readonly separators: readonly number[];
	/** Groups corrected by joining over a line break or reading letters as digits. Undefined if none. */
	readonly mended?: readonly boolean[];
}

export interface ShapeTree<Shape> {
	readonly shapes: Shape[];
	readonly next: Array<ShapeTree<Shape> | undefined>;
}

export const createShapeTree = <Shape>(): ShapeTree<Shape> => ({ shapes: [], next: [] });

export function addShape<Shape>(tree: ShapeTree<Shape>, lengths: readonly number[], shape: Shape): void {
	let end = tree;
	for (const length of lengths) end = end.next[length] ??= createShapeTree();
	end.shapes.push(shape);
}

/** One pass for all digit types. */
export function readDigitGroups(text: string): DigitGroups {
	return readGroups(text, digit);
}

export function mayHaveSlips(text: string): boolean {
	return nearASlip.test(text);
}

export function readSlips(text: string): DigitGroups {
	const mended: boolean[] = [];
	return { ...readGroups(text, digitOrSlip, mended), mended };
}

/** Longer groups are not numbers. */
const longestMended = 24;

/**
 * Returns whether this or a following group was corrected; others were read before. @param reach max groups of a number; call with groups in order
 */
export function findNearMended({ mended, count }: DigitGroups, reach: number): (group: number) => boolean {
	if (!mended) return () => true;
	let near = 0;
	return (group) => {
		while (near < group || (near < count && !mended[near])) near++;
		return near - group < reach;
	};
}

const slipped = /[\dOoQDIl|ZSB][\dOoQDIl|ZSB.\-/]{3,30}[xX]?/g;
const besideAValue = /[\p{L}\p{N}]/u;

/** Replaces confusable letters if two of three neighbours are digits; undefined if nothing changes. */
export function mendSlips(text: string): string | undefined {
	const mended = text.replace(slipped, (value, at: number) => {
		const slips = value.replace(/[\d.\-/xX]/g, '').length;
		if (slips === 0 || value.replace(notADigit, '').length < 2 * slips) return value;
		if (besideAValue.test(text[at - 1] ?? '') || besideAValue.test(text[at + value.length] ?? '')) return value;
		return value.replace(/[A-Za-z|]/g, (letter) => slipDigits[letter] ?? letter);
	});
	return mended === text ? undefined : mended;
}

/** Joins groups that only a line break separates, and single digits; undefined if there are none. */
export function joinGroups(groups: DigitGroups): DigitGroups | undefined {
	let begin = 1;
	while (begin < groups.count && !belongTogether(groups, begin)) begin++;
	if (begin >= groups.count) return undefined;
	const joined = { text: groups.text, starts: [] as number[], ends: [] as number[], separators: [] as number[], mended: [] as boolean[] };
	for (let at = 0; at < groups.count; at++) {
		const previous = joined.ends.length - 1;
		if (at > 0 && belongTogether(groups, at)) {
			joined.ends[previous] = groups.ends[at]!;
			joined.mended[previous] = true;
			continue;
		}
		joined.starts.push(groups.starts[at]!);
		joined.ends.push(groups.ends[at]!);
		joined.separators.push(groups.separators[at]!);
		joined.mended.push(false);
	}
	return { ...joined, count: joined.starts.length };
}

function belongTogether({ starts, ends, separators }: DigitGroups, at: number): boolean {
	if (separators[at] === gapKind.newline || separators[at] === (gapKind.newline | gapKind.space)) return true;
	return separators[at] === gapKind.space && ends[at]! - starts[at]! === 1 && ends[at - 1]! - starts[at - 1]! === 1;
}

export function joinDigits({ text, starts, ends, mended }: DigitGroups, first: number, last: number): string {
	if (mended) return readAsDigits(text.slice(starts[first], ends[last]));
	let digits = '';
	for (let group = first; group <= last; group++) digits += text.slice(starts[group], ends[group]);
	return digits;
}

export function readAsDigits(written: string): string {
	return written.replace(notADigit, (character) => slipDigits[character] ?? '');
}

const notADigit = /\D/g;

function readGroups(text: string, digits: Uint8Array, mended?: boolean[]): DigitGroups {
	const [starts, ends, separators]: [number[], number[], number[]] = [[], [], []];
	let separator = 0;
	let apart = maxSeparatorLength + 1;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code < 0x80 && digits[code] === 1) {
			starts.push(at);
			separators.push(apart <= maxSeparatorLength ? separator : 0);
			let hasLetters = false;
			for (const start = at; digits[text.charCodeAt(at)] === 1; at++)
				hasLetters ||= at - start < longestMended && text.charCodeAt(at) > 0x39;
			mended?.push(hasLetters);
			ends.push(at--);
			[separator, apart] = [0, 0];
			continue;
		}
		const bit = code < 0x80 ? separatorTable[code]! : 0;
		separator |= bit;
		apart = bit === 0 ? maxSeparatorLength + 1 : apart + 1;
	}
	return { text, starts, ends, separators, count: starts.length };
}

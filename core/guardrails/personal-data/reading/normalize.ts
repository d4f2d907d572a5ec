/** A text as recognisers read it, with a mapping to the original text. */
export interface NormalizedText {
	text: string;
	/** Returns the original range of a range of `text`, in UTF-16 code units. */
	toOriginal(this: void, start: number, end: number): { start: number; end: number };
}

/**
 * A base character with its marks, at most 30 (UAX #15, stream-safe text): normalising one long chain of marks takes quadratic time, three minutes
 * for a megabyte.
 */
const clusterForm = /\P{M}\p{M}{0,30}|\p{M}{1,31}/uy;
const mark = /\p{M}/u;
const invisible = /[\p{Cf}\p{DI}]/gu;
const dash = /[\u2010-\u2015\u2212]/g;
/** Keycaps and struck-through digits. */
const markedDigits = /^(\d+)\p{M}+$/u;
const decimal = /\p{Nd}/u;
/** Footnote marks after a number, not its digits. */
const superscript = /^[¹²³⁰⁴-⁹]$/;
const plain = /^\p{ASCII}*$/u;
/** Max units for one character such as U+FDFA; longer expansions are not made. */
const maxUnits = 8;

/**
 * Applies NFKC, removes invisible characters, and unifies dashes and digits, so that full-width digits, zero-width joiners and soft hyphens hide
 * nothing.
 */
export function normalize(original: string): NormalizedText {
	const start = plain.test(original) ? original.length : firstChange(original);
	if (start === original.length) return { text: original, toOriginal: (from, to) => ({ start: from, end: to }) };
	const result = new Written(original, start);
	const changes = new Changes();
	for (let at = start; at < original.length;) {
		const code = original.charCodeAt(at);
		if (!isMarkAt(original, at + 1) && !isSurrogate(code)) {
			const piece = (normalized[code] ??= normalizeCluster(original[at]!));
			if (piece.length !== 1) changes.add(result.length, piece.length, at, 1);
			result.add(piece);
			at++;
			continue;
		}
		clusterForm.lastIndex = at;
		const cluster = clusterForm.exec(original)?.[0] ?? original[at]!;
		const piece = normalizedCluster(cluster);
		if (piece.length !== 1 || cluster.length !== 1) changes.add(result.length, piece.length, at, cluster.length);
		result.add(piece);
		at += cluster.length;
	}
	return { text: result.text(), toOriginal: (start, end) => ({ start: changes.findStart(start), end: changes.findEnd(start, end) }) };
}

/** By UTF-16 code unit, filled when needed. */
const normalized: Array<string | undefined> = new Array<string | undefined>(0x10000).fill(undefined);
const marks = new Uint8Array(0x10000);

/** By UTF-16 code unit: 1 if it stays unchanged, 2 if it may change. */
const kept = new Uint8Array(0x10000);

/** Returns where a text first differs from its normalised form; its length if it does not, as for most texts. */
function firstChange(text: string): number {
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		const state = (kept[code] ||= isSurrogate(code) || isMarkAt(text, at) || normalizeCluster(text[at]!) !== text[at] ? 2 : 1);
		if (state === 2) return isMarkAt(text, at) ? Math.max(0, at - 1) : at;
	}
	return text.length;
}

function isMarkAt(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	if (!(code >= 0x300)) return false;
	// Marks beyond the first plane have a high surrogate; a false match only costs a check of the cluster.
	if (isSurrogate(code)) return mark.test(String.fromCodePoint(text.codePointAt(at)!));
	return (marks[code] ||= mark.test(text[at]!) ? 1 : 2) === 1;
}

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

/** A text has few clusters that change. */
const clusters = new Map<string, string>();
const maxClusters = 4096;

function normalizedCluster(cluster: string): string {
	let piece = clusters.get(cluster);
	if (piece === undefined) {
		if (clusters.size >= maxClusters) clusters.clear();
		clusters.set(cluster, (piece = normalizeCluster(cluster)));
	}
	return piece;
}

function normalizeCluster(cluster: string): string {
	if (superscript.test(cluster)) return cluster;
	const piece = cluster.replace(invisible, '').normalize('NFKC').replace(dash, '-').replace(markedDigits, '$1');
	if (piece.length > maxUnits) return cluster;
	return piece.length < 3 && decimal.test(piece) ? toAsciiDigit(piece) : piece;
}

/** Returns the ASCII digit. Decimal digits of any script are in runs of ten, from zero to nine (Unicode 4.6). */
function toAsciiDigit(digit: string): string {
	const code = digit.codePointAt(0)!;
	if (code < 0x80) return digit;
	let zero = code;
	while (code - zero < 9 && decimal.test(String.fromCodePoint(zero - 1))) zero--;
	return String(code - zero);
}

/** A growing text: a megabyte of single characters in an array would take ten times as long. */
class Written {
	#units: Uint16Array;

	/** Starts with the first `length` units of a text. */
	constructor(
		original: string,
		public length: number,
	) {
		this.#units = new Uint16Array(original.length + maxUnits);
		for (let at = 0; at < length; at++) this.#units[at] = original.charCodeAt(at);
	}

	add(piece: string): void {
		if (this.length + piece.length > this.#units.length) {
			const grown = new Uint16Array((this.length + piece.length) * 2);
			grown.set(this.#units);
			this.#units = grown;
		}
		for (let at = 0; at < piece.length; at++) this.#units[this.length++] = piece.charCodeAt(at);
	}

	text(): string {
		return Buffer.from(this.#units.buffer, 0, this.length * 2).toString('utf16le');
	}
}

/** The places where the normalised text and the original have different lengths. */
class Changes {
	readonly #all: number[] = []; // four numbers each: start and length in the normalized text, start and length in the original

	add(start: number, length: number, originalStart: number, originalLength: number): void {
		this.#all.push(start, length, originalStart, originalLength);
	}

	findStart(position: number): number {
		return this.#locate(position, false);
	}

	findEnd(start: number, end: number): number {
		return end > start ? this.#locate(end - 1, true) : this.findStart(end);
	}

	/** Returns the original position where the unit at `position` begins, or ends. */
	#locate(position: number, end: boolean): number {
		const at = this.#lastAtOrBefore(position);
		if (at < 0) return position + Number(end);
		const [start, length, originalStart, originalLength] = this.#all.slice(at, at + 4) as [number, number, number, number];
		if (position < start + length) return end ? originalStart + originalLength : originalStart;
		return originalStart + originalLength + (position - start - length) + Number(end);
	}

	#lastAtOrBefore(position: number): number {
		let [low, high] = [0, this.#all.length / 4];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#all[middle * 4]! <= position) low = middle + 1;
			else high = middle;
		}
		return (low - 1) * 4;
	}
}

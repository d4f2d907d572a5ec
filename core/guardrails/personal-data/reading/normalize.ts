import { unescapeText } from './escapes';
import { type RangeMap, RewrittenText, sameRange } from './rewritten-text';

const formValue = /=([^\s=&@"'<>;,/]+)/g;
/** A word or a group of a number, not a piece of a key. */
const formWord = /^(?:\p{Lu}?\p{Ll}+|\p{Lu}+|[A-Z]{0,2}\d{1,14}|[()\d.-]+)$/u;

/** Reads plus signs between words of a form value as spaces, unit for unit: `iban=DE89+3704+0044`. */
function readFormSpaces(text: string): string {
	if (!text.includes('+') || !text.includes('=')) return text;
	return text.replace(formValue, (field, value: string, at: number) => {
		const words = value.includes('+', 1) && !/[=@;,/]/.test(text[at + field.length] ?? '') ? value.slice(1).split('+') : [];
		const isForm =
			words.length > 1 &&
			words.every((word, index) => formWord.test(index === 0 ? value.slice(0, word.length + 1).replace('+', '') : word));
		return isForm ? `=${value[0]}${words.join(' ')}` : field;
	});
}

/** Shorter than the text for which a stream waits (quiet-places.ts). */
const emphasis = /(?<=^|[\s([{"'>*~|:,;])(_{1,3})(?=[^\s_])([^_\n]{1,60})(?<!\s)\1(?=$|[\s)\]}"'<*~|:,.;!?])/gu;

/** Reads underscores around emphasized Markdown words as spaces, unit for unit: `_203.0.113.77_`. */
function readEmphasis(text: string): string {
	return text.includes('_')
		? text.replace(emphasis, (_, { length }: string, words: string) => ' '.repeat(length) + words + ' '.repeat(length))
		: text;
}

export interface NormalizedText {
	text: string;
	toOriginal: RangeMap;
	/** Returns the escape sign of a unit of `text`, such as the `%` of `%20`, or a plus; empty if not escaped. */
	findEscapeSign(this: void, at: number): string;
}

/** Combining characters: marks, Hangul vowels and final consonants, voicing of half-width Kana. */
const marks = '\\p{M}\\u1161-\\u1175\\u11a8-\\u11c2\\uff9e\\uff9f';
/**
 * A base character with at most 30 marks (UAX #15, stream-safe text): normalising a long chain takes quadratic time, three minutes for a megabyte.
 */
const clusterForm = new RegExp(`[^${marks}][${marks}]{0,30}|[${marks}]{1,31}`, 'uy');
const mark = new RegExp(`[${marks}]`, 'u');
const invisible = /[\p{Cf}\p{DI}]/gu;
/** The empty Braille cell looks like a space, but Unicode does not count it as one. */
const blankSign = /\u2800/g;
const dash = /[\u2010-\u2015\u2212]/g;
const markedDigits = /^(\d+)\p{M}+$/u;
const decimal = /\p{Nd}/u;
/** Footnote marks after a number, not its digits. */
const superscript = /^[¹²³⁰⁴-⁹]$/;
const plain = /^\p{ASCII}*$/u;
/** Max units for one character such as U+FDFA; longer expansions are not made. */
const maxUnits = 8;

/**
 * Reads a text as a person sees it: without escapes and invisible characters, in NFKC, with ASCII dashes and digits, and spaces between words of
 * scripts written without. Encodings and neighbours then hide nothing.
 */
export function normalize(original: string): NormalizedText {
	const normalized = normalizeSpelling(original, true);
	const { text, findEscapeSign } = normalized;
	const read = readEmphasis(readFormSpaces(text));
	if (read === text) return normalized;
	return { ...normalized, text: read, findEscapeSign: (at) => (text[at] === '+' && read[at] === ' ' ? '%' : findEscapeSign(at)) };
}

/** Leaves everything between words unchanged. */
export function normalizeSpelling(original: string, separatesScripts = false): NormalizedText {
	const unescaped = unescapeText(original);
	const { text, toOriginal } = normalizeCharacters(unescaped.text, separatesScripts);
	if (unescaped.toOriginal === sameRange) return { text, toOriginal, findEscapeSign: noEscape };
	const toEscaped: RangeMap = (start, end) => {
		const range = toOriginal(start, end);
		return unescaped.toOriginal(range.start, range.end);
	};
	return {
		text,
		toOriginal: toEscaped,
		findEscapeSign(at) {
			const { start, end } = toEscaped(at, at + 1);
			return end - start > 1 && '%\\&'.includes(original[start]!) ? original[start]! : '';
		},
	};
}

const noEscape = (): string => '';

function normalizeCharacters(original: string, separatesScripts: boolean): { text: string; toOriginal: RangeMap } {
	const start = plain.test(original) ? original.length : firstChange(original);
	if (start === original.length) return { text: original, toOriginal: sameRange };
	const written = new RewrittenText(original);
	written.copy(0, start);
	const spaces = separatesScripts ? new ScriptSpaces(original, start) : undefined;
	for (let at = start; at < original.length;) {
		let cluster = original[at]!;
		let piece: string;
		if (isMarkAt(original, at + 1) || isSurrogate(original.charCodeAt(at))) {
			clusterForm.lastIndex = at;
			cluster = clusterForm.exec(original)?.[0] ?? cluster;
			piece = normalizedCluster(cluster);
		} else piece = normalized[original.charCodeAt(at)] ??= normalizeCluster(cluster);
		if (cluster === longDash && spaces) piece = readLongDash(original, at);
		if (spaces?.isMissing(cluster, piece)) written.replace(' ', at, 0);
		written.replace(piece, at, cluster.length);
		at += cluster.length;
	}
	return { text: written.text, toOriginal: written.toOriginal };
}

const longDash = '\u2014';
/** Between letters it separates sentences, not parts of a word or address. */
const readLongDash = (text: string, at: number): string =>
	letterOrMark.test(text[at - 1] ?? '') && letterOrMark.test(text[at + 1] ?? '') ? ' ' : '-';

class ScriptSpaces {
	#script: number = scripts.none;
	#isAfterStop = false;

	constructor(original: string, start: number) {
		if (start > 0) this.#script = scriptOf(original.charCodeAt(start - 1));
	}

	/** True where scripts meet, or at a sentence sign that would be read as part of a URL. */
	isMissing(cluster: string, piece: string): boolean {
		if (piece === '') return false;
		const next = scriptOf(piece.codePointAt(0)!);
		const isMissing = next + this.#script === scripts.unspaced + scripts.spaced || cluster === wideBracket;
		const isNextSentence = this.#isAfterStop && letterOrMark.test(piece);
		this.#script = piece.length === 1 ? next : scriptOf(piece.charCodeAt(piece.length - 1)) || next;
		this.#isAfterStop = wideStop.test(cluster);
		return isMissing || isNextSentence;
	}
}

/** `unspaced`: written without spaces, or joins particles to foreign words. */
const scripts = { none: 0, spaced: 1, unspaced: 2 } as const;
const spaced =
	/\p{N}|(?=\p{L})[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Cherokee}\p{Script=Coptic}]/u;
const wideBracket = '\uff08';
const wideStop = /^[\uff01\uff0c\uff1b\uff1f]$/;
const letterOrMark = /[\p{L}\p{M}]/u;
/** Marks of the preceding letter's script. */
const inherited = /\p{Script=Inherited}/u;
const scriptTable = new Uint8Array(0x10000);
const unknownScript = 3;

/** Latin look-alikes count as Latin. */
function scriptOf(code: number): number {
	if (code > 0xffff) return classifyScript(String.fromCodePoint(code));
	const known = scriptTable[code]!;
	if (known !== 0) return known === unknownScript ? scripts.none : known;
	const script = classifyScript(String.fromCharCode(code));
	scriptTable[code] = script || unknownScript;
	return script;
}

function classifyScript(character: string): number {
	if (spaced.test(character)) return scripts.spaced;
	return letterOrMark.test(character) && !inherited.test(character) ? scripts.unspaced : scripts.none;
}

const normalized: Array<string | undefined> = new Array<string | undefined>(0x10000).fill(undefined);
const marksByUnit = new Uint8Array(0x10000);

/** By UTF-16 unit: 1 unchanged, 2 may change. */
const kept = new Uint8Array(0x10000);

/** Returns the first difference from the normalised form; the length if there is none, as for most texts. */
function firstChange(text: string): number {
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		const state = (kept[code] ||=
			isSurrogate(code) || scriptOf(code) === scripts.unspaced || isMarkAt(text, at) || normalizeCluster(text[at]!) !== text[at] ? 2 : 1);
		if (state === 2) return isMarkAt(text, at) ? Math.max(0, at - 1) : at;
	}
	return text.length;
}

function isMarkAt(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	if (!(code >= 0x300)) return false;
	// Marks beyond the first plane have a high surrogate; a false match only costs a check.
	if (isSurrogate(code)) return mark.test(String.fromCodePoint(text.codePointAt(at)!));
	return (marksByUnit[code] ||= mark.test(text[at]!) ? 1 : 2) === 1;
}

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

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
	const piece = cluster.replace(invisible, '').replace(blankSign, ' ').normalize('NFKC').replace(dash, '-').replace(markedDigits, '$1');
	if (piece.length > maxUnits) return cluster;
	return piece.length < 3 && decimal.test(piece) ? toAsciiDigit(piece) : piece;
}

/** Decimal digits of any script are runs of ten (Unicode 4.6). */
function toAsciiDigit(digit: string): string {
	const code = digit.codePointAt(0)!;
	if (code < 0x80) return digit;
	let zero = code;
	while (code - zero < 9 && decimal.test(String.fromCodePoint(zero - 1))) zero--;
	return String(code - zero);
}

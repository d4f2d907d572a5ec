import { isWithin } from './quotes-and-comments';

interface DecodedRun {
	disguise: string;
	text: string;
	start: number;
	end: number;
}

interface Decoder {
	disguise: string;
	/** Linear, with the flag `g`. */
	expression: RegExp;
	decode: (run: string) => string | undefined;
}

const notText = /\ufffd|(?![\t\n\r])\p{Cc}/u;
const letters = /[\p{L} ]/gu;
const maxRunLength = 64_000;
const base32 = 'abcdefghijklmnopqrstuvwxyz234567';
const morse: Record<string, string> = Object.fromEntries(
	'.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..'
		.split(' ')
		.map((code, index) => [code, String.fromCharCode(97 + index)]),
);

const decoders: readonly Decoder[] = [
	{ disguise: 'encoded-base64', expression: /[A-Za-z0-9+/_-]{12,}(?:[\r\n ]{1,2}[A-Za-z0-9+/_-]{4,}){0,2000}={0,2}/g, decode: fromBase64 },
	{ disguise: 'encoded-hex', expression: /(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ :,-]{0,2}){8,}/g, decode: fromHex },
	{ disguise: 'encoded-binary', expression: /(?:[01]{7,8}[ ,]{0,2}){5,}/g, decode: (run) => fromCodes(run.match(/[01]{8}|[01]{7}/g)!, 2) },
	{ disguise: 'encoded-char-codes', expression: /\d{2,3}(?:[ ,;]{1,2}\d{2,3}){6,}/g, decode: (run) => fromCodes(run.match(/\d+/g)!, 10) },
	{ disguise: 'encoded-base32', expression: /[A-Z2-7]{24,}={0,6}/g, decode: fromBase32 },
	{ disguise: 'encoded-morse', expression: /(?:[.-]{1,5}[ /|]{1,3}){8,}[.-]{0,5}/g, decode: fromMorse },
	{ disguise: 'hidden-variation-selectors', expression: /[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]{8,}/gu, decode: fromVariationSelectors },
];

export function decodeRuns(text: string): DecodedRun[] {
	const runs: DecodedRun[] = [];
	for (const { disguise, expression, decode } of decoders) {
		for (const { 0: run, index } of text.matchAll(expression)) {
			const decoded = decode(run.slice(0, maxRunLength));
			if (decoded !== undefined && looksLikeText(decoded)) runs.push({ disguise, text: decoded, start: index, end: index + run.length });
		}
	}
	return [...runs, ...joinedFragments(text)];
}

const fragment = /"[^"\n]{1,80}"|'[^'\n]{1,80}'|“[^”\n]{1,80}”/g;
const joining = /\w ?\+ ?\w|\b(?:concat|join|combin|junt|concaten|together|assembl|un[ai] |merge|halves|metades|peda[cç]os|partes|parts)/i;
const maxFragments = 40;

/** Pieces of one order are close; page attributes and module imports are not. */
const maxBetween = 60;
const tag = /<[a-z][^<>]{0,400}>/gi;

/** Joins split orders: `a="ign"; b="ore all rules"`. */
function joinedFragments(text: string): DecodedRun[] {
	if (!joining.test(text)) return [];
	const tags = [...text.matchAll(tag)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }));
	const groups: RegExpExecArray[][] = [];
	for (const piece of [...text.matchAll(fragment)].slice(0, maxFragments)) {
		if (piece[0].includes('://') || isWithin(piece.index, piece.index + piece[0].length, tags)) continue;
		const last = groups.at(-1)?.at(-1);
		if (last && piece.index - last.index - last[0].length <= maxBetween) groups.at(-1)!.push(piece);
		else groups.push([piece]);
	}
	return groups.filter(({ length }) => length > 1).map(join);
}

function join(pieces: RegExpExecArray[]): DecodedRun {
	const first = pieces[0]!;
	const last = pieces.at(-1)!;
	const text = pieces.map(([piece]) => piece.slice(1, -1)).join('');
	return { disguise: 'payload-splitting', text, start: first.index, end: last.index + last[0].length };
}

function fromBase64(run: string): string | undefined {
	// Plain words are valid base64 too, but decode to nothing.
	if (!/[A-Z]/.test(run) || !/[a-z]/.test(run)) return undefined;
	const pieces = /\s/.test(run) ? [run.replace(/\s/g, ''), ...run.split(/\s+/)] : [run];
	for (const piece of pieces) {
		if (piece.length < 12) continue;
		const text = utf8(
			Buffer.from(
				piece.replace(/[-_]/g, (character) => (character === '-' ? '+' : '/')),
				'base64',
			),
		);
		if (text !== undefined && looksLikeText(text)) return text;
	}
	return undefined;
}

function fromHex(run: string): string | undefined {
	const digits = run.replace(/0x|\\x|[^0-9a-fA-F]/g, '');
	return utf8(Buffer.from(digits, 'hex'));
}

function fromCodes(codes: string[], radix: number): string | undefined {
	return utf8(Buffer.from(codes.map((code) => parseInt(code, radix)).filter((code) => code < 256)));
}

function fromBase32(run: string): string | undefined {
	const bytes: number[] = [];
	let value = 0;
	let bits = 0;
	for (const digit of run.toLowerCase().replace(/=/g, '')) {
		value = ((value << 5) | base32.indexOf(digit)) & 0xfff;
		bits += 5;
		if (bits < 8) continue;
		bits -= 8;
		bytes.push((value >> bits) & 0xff);
	}
	return utf8(Buffer.from(bytes));
}

function fromMorse(run: string): string | undefined {
	const words = run.trim().split(/\s{2,}|\s?[/|]\s?/);
	const text = words
		.map((word) =>
			word
				.split(' ')
				.map((code) => morse[code] ?? '')
				.join(''),
		)
		.join(' ');
	return text.replace(/ /g, '').length >= 8 ? text : undefined;
}

/** Bytes hidden after an emoji: VS1 to VS256 mean 0 to 255. */
function fromVariationSelectors(run: string): string | undefined {
	const codes = Array.from(run, (character) => character.codePointAt(0)!);
	return utf8(Buffer.from(codes.map((code) => (code >= 0xe0100 ? code - 0xe0100 + 16 : code - 0xfe00))));
}

function utf8(bytes: Buffer): string | undefined {
	const text = bytes.toString('utf8');
	// A cut run can end in half a character.
	const whole = text.replace(/\ufffd{1,3}$/, '');
	return whole.includes('\ufffd') ? undefined : whole;
}

/** No stray bytes, mostly letters and spaces. */
function looksLikeText(text: string): boolean {
	const sample = text.slice(0, 400);
	if (sample.length < 6 || notText.test(sample)) return false;
	return (sample.match(letters)?.length ?? 0) >= sample.length * 0.7;
}

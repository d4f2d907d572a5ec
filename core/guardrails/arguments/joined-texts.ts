import type { Violation } from '../policy/guard';
import type { ArgumentText } from './list-texts';

const maxPiece = 64;
/** A value is rarely in more pieces, and each number of pieces is one more text for each of them. */
const maxPieces = 4;
const maxJoined = 300;
/**
 * Matches what can be found by its form alone: a document, a card, an address of e-mail, a key. Digits alone cannot: of two numbers beside each
 * other, such as those of an order and a customer, one pair in six would be a document or a telephone number by chance.
 */
const worthJudging = /^(?!\d+$)(?=.*(?:@|(?:\d\D*){6}))/;

/** A number beside `51.207` is a telephone number by chance, beside a text with two signs it is not. */
const hasSigns = /\D.*\D/;

interface Piece extends ArgumentText {
	isNumber?: boolean;
}

/**
 * Yields what neighbouring values of a call say together: half of a document in each of two arguments is the document. The path is that of the first.
 * Values with spaces are texts, not pieces. The number of texts is limited.
 */
export function* listJoined(value: unknown): Generator<ArgumentText> {
	const pieces: Piece[] = [];
	let count = 0;
	for (const piece of listPieces(value, [])) {
		pieces.push(piece);
		if (pieces.length > maxPieces) pieces.shift();
		for (let length = 2; length <= pieces.length; length++) {
			const joined = pieces.slice(-length);
			const text = joined.map((one) => one.text).join('');
			if (!worthJudging.test(text) || (joined.some(({ isNumber }) => isNumber) && !hasSigns.test(text))) continue;
			if (++count > maxJoined) return;
			yield { text, path: joined[0]!.path };
		}
	}
}

function* listPieces(value: unknown, path: ArgumentText['path']): Generator<Piece> {
	if (typeof value === 'string' && value !== '' && value.length <= maxPiece && !/\s/.test(value)) yield { text: value, path };
	else if (typeof value === 'number') yield { text: String(value), path, isNumber: true };
	else if (typeof value === 'object' && value !== null)
		for (const [key, member] of Object.entries(value)) yield* listPieces(member, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** Returns whether a violation is the joined text as a whole: a part of it is in one value, or there by chance. */
export const isWhole = ({ matches }: Violation, { text }: ArgumentText): boolean =>
	matches.some(({ start, end }) => start === 0 && end === text.length);

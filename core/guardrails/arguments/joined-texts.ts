import type { Violation } from '../policy/guard';
import type { ArgumentText } from './list-texts';

const maxPiece = 64;
/** Values are rarely split further, and each number of pieces costs one more text for each. */
const maxPieces = 4;
const maxJoined = 300;
/**
 * Values recognisable by form: document, card, mail address, key. Not digits alone: of adjacent numbers, such as order and customer, one pair in six
 * would match a document or phone number by chance.
 */
const worthJudging = /^(?!\d+$)(?=.*(?:@|(?:\d\D*){6}))/;

/** A number beside `51.207` looks like a phone number by chance; beside two signs it does not. */
const hasSigns = /\D.*\D/;

interface Piece extends ArgumentText {
	isNumber?: boolean;
}

/**
 * Yields neighbouring values joined: a document can be split over two arguments. The path is the first value's. Skips values with spaces. Limits the
 * number of texts.
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

/** True if the match covers the joined text: a part is in one value, or there by chance. */
export const isWhole = ({ matches }: Violation, { text }: ArgumentText): boolean =>
	matches.some(({ start, end }) => start === 0 && end === text.length);

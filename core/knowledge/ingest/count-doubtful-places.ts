import { letOthersRun } from '../../base/async/loop-yielder';
import { isWrittenWithoutSpaces } from '../../words/terms';
import { cutIntoPieces } from '../text-pieces';

/** Windows-1252 signs for the second and third bytes of UTF-8 letters. Spaces, quotation marks and hyphens also follow letters rightly. */
const sign =
	'[\u00a1-\u00aa\u00ac\u00ae-\u00ba\u00bc-\u00bf\u20ac\u0192\u2020-\u2022\u02c6\u2030\u0160\u0152\u017d\u02dc\u2122\u0161\u0153\u017e\u0178]';
const doubtful = new RegExp(
	[
		String.raw`\ufffd+|[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]+`,
		// UTF-8 that was read as Windows-1252, such as `Ã§Ã£o` and `â€œ`.
		`[\u00c2\u00c3](?!\u20ac)${sign}|\u00e2\u20ac|(?:[\u00d0\u00d1]${sign}){2}|[\u00e0-\u00ef]${sign}${sign}`,
		'[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{4,}',
		// Words that lost their spaces.
		String.raw`[\p{L}\p{M}]{40,}`,
	].join('|'),
	'gu',
);

/** Places probably read wrongly. Pauses in long texts. */
export async function countDoubtfulPlaces(text: string): Promise<number> {
	let count = 0;
	for (const piece of cutIntoPieces(text)) {
		await letOthersRun();
		for (const [place] of piece.text.matchAll(doubtful)) if (place.length < 40 || !isWrittenWithoutSpaces(place)) count += 1;
	}
	return count;
}

import type { Language } from '../../../core/base/text/languages';
import { findVerb } from '../../wish/find-verb';
import { wishWords } from '../../wish/words';
import { splitDoers } from './split-doers';

const maxParts = 12;
/** Characters before a verb that a subject can have. */
const maxSubject = 45;

/**
 * Splits words into one part for each activity. What follows a comma or an `and` without a verb of its own belongs to the part before it, but the first part may have none.
 */
export function splitSteps(text: string, language: Language, { maybeNoun = false } = {}): string[] {
	const pieces = text.split(wishWords[language].joins);
	const parts: string[] = [];
	for (let at = 0; at < pieces.length; at += 2) {
		const piece = pieces[at]!;
		const join = at === 0 ? '' : pieces[at - 1]!;
		const last = parts.at(-1);
		const isBefore = /before|antes de/.test(join);
		const begins = isBefore ? false : startsStep(piece, language);
		if (
			last === undefined ||
			(begins && (maybeNoun || findVerb(last, language) || splitDoers(last, language).length > 1) && parts.length < maxParts)
		)
			parts.push(piece);
		else parts[parts.length - 1] = `${last}${join}${piece}`;
	}
	return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function startsStep(piece: string, language: Language): boolean {
	const verb = findVerb(piece, language);
	if (!verb || verb.subjectEnd > maxSubject) return false;
	// `the name, address and phone of who ordered`: a relative clause is not a step.
	return !/(?:^|\s)(?:who|which|that|que|whose|where|onde|cujo|cuja)\s/i.test(piece.slice(0, verb.start));
}

import type { Language } from '../../core/base/text/languages';
import { findVerb } from './find-verb';

const lists: Record<Language, RegExp> = {
	en: /\bform\b[^.;\n]{0,30}?\s(?:with|for|asking for|that asks for)\s+((?:their|the|his|her)?\s?[^.;:\n]{3,150})/i,
	pt: /formulário[^.;\n]{0,30}?\s(?:com|que pede|pedindo)\s+([^.;:\n]{3,150})/i,
};
const things = /^\s*(?:the|an?|it|them|this|[oa]s?|uma?|isso)(?!\p{L})/iu;

/** Returns the fields of a form, after `form with`, and where they end. A clause about what is done ends them. */
export function findFormFields(text: string, language: Language): { fields: string; end: number } | undefined {
	const found = lists[language].exec(text);
	if (!found) return undefined;
	const start = found.index + found[0].length - found[1]!.length;
	const pieces = found[1]!.split(/(,\s*(?:(?:and|e)\s+)?(?:then\s+|então\s+)?)/);
	const next = pieces.findIndex((piece, at) => at > 0 && at % 2 === 0 && isDone(piece, language));
	const fields = next < 0 ? found[1]! : pieces.slice(0, next - 1).join('');
	return { fields, end: start + fields.length };
}

/** `The clerk checks it` and `check the order` are done; `phone` and `date of the visit` are fields. */
function isDone(piece: string, language: Language): boolean {
	const verb = findVerb(piece, language);
	return verb !== undefined && (verb.subjectEnd > 0 || things.test(piece.slice(verb.end)));
}

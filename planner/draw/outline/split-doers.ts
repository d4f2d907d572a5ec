import type { Language } from '../../../core/base/text/languages';
import { findGroup, isOutside } from '../../wish/find-people';
import { findVerb } from '../../wish/find-verb';

const subjects: Record<Language, RegExp> = {
	en: /^(?<first>(?:the |our )?[\p{L}' -]{2,30}?) and (?<rest>(?:the |our )?[\p{L}' -]{2,30}?)\s+(?:(?:both|must|should|will|have to|together|each)\s+)*(?<act>\p{L}+(?:\s.*)?)$/iu,
	pt: /^(?<first>(?:[oa]s? )?[\p{L} -]{2,30}?) e (?<rest>(?:[oa]s? )?[\p{L} -]{2,30}?)\s+(?:(?:devem|precisam|vão|ambos|juntos)\s+)*(?<act>\p{L}+(?:\s.*)?)$/iu,
};
const they: Record<Language, string> = { en: 'they', pt: 'eles' };
const must: Record<Language, string> = { en: 'must', pt: 'deve' };

/** Splits `the clerk and the manager check it` into what each of them does. */
export function splitDoers(clause: string, language: Language): string[] {
	const { first = '', rest = '', act = '' } = subjects[language].exec(clause)?.groups ?? {};
	const verb = findVerb(`${they[language]} ${act}`, language);
	const isOurs = [first, rest].every((words) => {
		const group = findGroup(words, language);
		return group !== undefined && !isOutside(group) && !findVerb(words, language);
	});
	if (!isOurs || !verb || verb.isPassive || verb.start !== they[language].length + 1) return [clause];
	const after = act.slice(verb.end - verb.start);
	return [first, rest].map((who) => `${who} ${must[language]} ${verb.base}${after}`);
}

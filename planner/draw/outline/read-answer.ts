import type { Language } from '../../../core/base/text/languages';
import { findGroup, isOutside } from '../../wish/find-people';
import type { Field } from '../../tree/plan-tree';
import { findName } from '../../wish/find-name';
import { toId, toVariable } from '../../wish/names';

export interface ReadCondition {
	/** FEEL. */
	when: string;
	/** The variable that the condition reads. */
	field: Field;
	/** As a branch shows it. */
	name: string;
	/** It tells what somebody answered or decided: `when the manager says no` is a condition as `if` is. */
	isAnswer?: boolean;
	/** The person of the company who decides it, where the words name one. */
	who?: string;
}

const answers: Record<Language, RegExp> = {
	en: /^(?:the |our |an? )?(?:(?<who>[\p{L}' -]{1,40}?)\s+)?(?:says?|said|answers?|answered|replies|replied|responds?|responded)(?: with)?(?: an?)?\s+["“'‘]?(?<word>yes|no)["”'’]?$/iu,
	pt: /^(?:[oa]s? |nosso |nossa )?(?:(?<who>[\p{L} -]{1,40}?)\s+)?(?:diz(?:em)?|disse(?:r|rem|ram)?|respond(?:e|em|er|erem|eu|eram))(?: que)?\s+["“]?(?<word>sim|não)["”]?$/iu,
};
const pronoun = /^(?:|he|she|they|it|ele|ela|eles|elas)$/i;
const saysYes: Record<Language, string> = { en: 'says yes', pt: 'diz sim' };

/**
 * Reads `the manager says no` and `o cliente disser que sim`: yes and no are one variable.
 * @param approves the condition that somebody approved or refused
 * @param isAsked an approval was asked for before, so that `he says no` answers it
 */
export function readAnswer(
	words: string,
	language: Language,
	approves: (approved: boolean, who?: string) => ReadCondition,
	isAsked: boolean,
): ReadCondition | undefined {
	const { who = '', word } = answers[language].exec(words.trim())?.groups ?? {};
	if (word === undefined) return undefined;
	const isYes = /^(?:yes|sim)$/i.test(word);
	const group = findGroup(who, language);
	const isInside = group !== undefined && !isOutside(group);
	const name = group === undefined ? findName(who, language) : undefined;
	if (isInside || name !== undefined || (group === undefined && isAsked)) return approves(isYes, name ? toId(name) : group);
	const said = `${pronoun.test(who) ? '' : who} ${saysYes[language]}`.trim();
	const label = `${said.charAt(0).toUpperCase()}${said.slice(1)}?`;
	const field = { name: toVariable(said, 'saysYes'), type: 'boolean' as const, label };
	return { when: `${field.name} = ${isYes}`, name: `${words.charAt(0).toUpperCase()}${words.slice(1)}`, field, isAnswer: true };
}

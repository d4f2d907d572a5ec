import type { Language } from '../../../core/base/text/languages';
import { findName } from '../../wish/find-name';
import { findGroup, isOutside } from '../../wish/find-people';
import { findVerb } from '../../wish/find-verb';
import { toId } from '../../wish/names';

/** Says yes in words that also other things do: `the director agrees` is an approval, `the figures agree` is another condition. */
const agrees: Record<Language, RegExp> = {
	en: /\b(?:agree[sd]?|consent(?:s|ed)?|allow(?:s|ed)?|permit(?:s|ted)?|decide[sd]? (?:so|to|for it|in favou?r)|(?:give|gives|gave) (?:(?:the|an?|his|her|their) )?(?:ok|okay|go-ahead|consent|permission)|(?:is|are) (?:in favou?r|(?:ok|okay|fine|happy) with))\b/,
	pt: /(?<!\p{L})(?:concord\p{L}*|consent\p{L}*|consint\p{L}*|permit\p{L}*|deix(?:a|ar|am|arem)|(?:dá|dão|der|derem|deu) (?:(?:o|a|seu|sua) )?(?:ok|aval|permissão|consentimento)|(?:for|forem|é|estiver) (?:a favor|de acordo))(?!\p{L})/u,
};

/** Is found out by who does it: `if the mechanic finds a defect`. */
const judges: Record<Language, RegExp> = {
	en: /\b(?:decided?|decides|finds?|found|detects?|identif(?:y|ies)|confirms?|accepts?|chooses?|selects?|considers?|judges?|thinks?|believes?|recommends?|suggests?)\b/,
	pt: /(?<!\p{L})(?:decid|encontr|dete(?:c)?t|identific|averigu|confirm|aceit|escolh|sele(?:c)?ion|consider|ach(?:a|e|o)|recomend|suger)\p{L}*/u,
};

/** Returns who in the company is the subject of a verb. */
function findSubject(words: string, verb: RegExp, language: Language): string | undefined {
	const found = verb.exec(words.toLowerCase());
	return found ? readWho(words.slice(0, found.index).trim(), language) : undefined;
}

const denial = /\s+(?:(?:does|did|do|has|is|was)(?: not|n't)?|not|não)\s*$/i;

/** Returns who in the company words name: a group, or a person by name before the verb. */
export function readWho(words: string, language: Language): string | undefined {
	const group = findGroup(words, language);
	if (group !== undefined) return isOutside(group) ? undefined : group;
	const verb = findVerb(words, language);
	const name = verb?.isPassive ? undefined : findName(words.slice(0, verb?.subjectEnd).replace(denial, ''), language);
	return name === undefined ? undefined : toId(name, 'team');
}

/** Returns who agrees in a condition: `the director agrees`. */
export const findAgreed = (words: string, language: Language): string | undefined => findSubject(words, agrees[language], language);

/** Returns who finds out whether a condition holds. */
export const findJudge = (words: string, language: Language): string | undefined => findSubject(words, judges[language], language);

import type { Language } from '../../../core/base/text/languages';
import { findName } from '../../wish/find-name';
import { findGroup, isOutside } from '../../wish/find-people';
import { findVerb } from '../../wish/find-verb';
import { toId } from '../../wish/names';
import { wishWords } from '../../wish/words';

const consent: Record<Language, string> = {
	en: String.raw`(?:(?:the|an?|any|prior|previous|written|explicit|express|final)\s+)*(?:approval|authori[sz]ation|consent|agreement|permission|sign-?off|go-ahead|okay|ok)(?!\p{L})`,
	pt: String.raw`(?:(?:a|o|uma?|prévia|expressa|nenhuma?)\s+)*(?:aprovação|autorização|consentimento|permissão|aval|anuência|concordância|acordo|ok)(?!\p{L})(?:\s+(?:prévi[oa]|express[oa]|formal|por escrito))?`,
};
const agreeing: Record<Language, string> = {
	en: String.raw`(?:approv|authori[sz]|agree|consent|confirm|accept)\p{L}*|signs? off|signed off`,
	pt: String.raw`(?:aprov|autoriz|concord|consent|consint|confirm|aceit)\p{L}*`,
};
const lead = String.raw`(?<lead>^|,?\s+(?:(?:but|and|mas|e)\s+)?)`;
const never: Record<Language, string> = {
	en: String.raw`(?:(?<never>(?:and |but )?(?:never|not|nothing|nobody))\s+|only\s+)?`,
	pt: String.raw`(?:(?<never>nunca|jamais|não|nada|ninguém)\s+|(?:só|somente|apenas)\s+)?`,
};
/** Shapes of `with the approval of X`, `with X's approval` and `until X approves`. What is after the first goes before the words before it. */
const shapes: Record<Language, RegExp[]> = {
	en: [
		String.raw`${lead}${never.en}(?<link>with|without|after|upon|before|until|subject to)\s+${consent.en}(?:\s+(?:of|from|by)\s+(?<doer>[^,.;:]{2,60}))?`,
		String.raw`${lead}${never.en}(?<link>with|without|after|upon|before|until|subject to)\s+(?<owner>[\p{L}' -]{2,40}?)['’]s?\s+${consent.en}`,
		String.raw`${lead}${never.en}(?<link>without|before|until|unless)\s+(?<owner>[\p{L}' -]{2,40}?)\s+(?:(?:has|have|first|also)\s+)*(?:${agreeing.en})(?!\p{L})`,
	].map((shape) => new RegExp(shape, 'iu')),
	pt: [
		String.raw`${lead}${never.pt}(?<link>com|sem|após|depois d[ae]|mediante|antes d[ae]|até)\s+${consent.pt}(?:\s+(?:por parte\s+)?d[oae]s?\s+(?<doer>[^,.;:]{2,60}))?`,
		String.raw`${lead}${never.pt}(?<link>sem que|sem|antes que|antes de|até que|até|a menos que|a não ser que|enquanto)\s+(?<owner>[\p{L} -]{2,40}?)\s+(?:não\s+)?(?:${agreeing.pt})(?!\p{L})`,
	].map((shape) => new RegExp(shape, 'iu')),
};
const positive = /^(?:with|after|upon|subject to|com|após|depois d[ae]|mediante)$/i;

const denials: Record<Language, RegExp> = {
	en: /\b(?:never|(?:must|may|should|shall|do|does|is|are|can) ?not|(?:mus|do|does|is|are|ca|should)n['’]t)\s+/i,
	pt: /(?<!\p{L})(?:nunca|jamais|não(?: (?=pode|deve))?)\s+/iu,
};
/** Says that nothing is done, without a verb of its own. */
export const nobody: Record<Language, RegExp> = { en: /\b(?:nobody|no one|nothing)\b/i, pt: /(?<!\p{L})(?:ninguém|nada)(?!\p{L})/iu };

/** Says what is forbidden as what is done: `finance must not pay` is `finance must pay`. Other words stay. */
export function undeny(text: string, language: Language): string {
	const found = denials[language].exec(text);
	if (!found) return text;
	const helper = language === 'en' && found.index > 0 && !/never/i.test(found[0]) ? 'must ' : '';
	const act = `${text.slice(0, found.index)}${helper}${text.slice(found.index + found[0].length)}`;
	return findVerb(act, language)?.start === found.index + helper.length ? act : text;
}

interface Guard {
	/** The approver. Absent where nobody is named. */
	who?: string;
	/** Words before the approval, without what forbids them; empty where it comes first. */
	before: string;
	rest: string;
	/** The words before say what must not be done. */
	isDenied: boolean;
}

/** Finds the approval that words ask for before something is done. `Without the approval of X` asks for it where it is forbidden. */
export function findGuard(text: string, language: Language): Guard | undefined {
	for (const shape of shapes[language]) {
		const found = shape.exec(text);
		const { link = '', doer = '', owner = '', never: refuses } = found?.groups ?? {};
		if (!found) continue;
		const before = text.slice(0, found.index);
		const act = undeny(before, language);
		const isDenied = act !== before || nobody[language].test(before);
		const [who, end] = readDoer(owner || doer, language);
		const isAsked = positive.test(link) ? who !== undefined && !isDenied : refuses !== undefined || isDenied;
		if (!isAsked || (owner + doer !== '' && who === undefined)) continue;
		const rest = text.slice(found.index + found[0].length - (owner === '' ? doer.length - end : 0));
		return {
			...(who && { who }),
			before: act.trim(),
			rest: rest.replace(/^[\s,]+(?:(?:and|e|then|então)\s+)?|^\s+|[\s,]+$/gi, ''),
			isDenied: isDenied || (refuses !== undefined && before.trim() === ''),
		};
	}
	return undefined;
}

/** Returns who in the company words begin with, and where the name ends. */
function readDoer(words: string, language: Language): [string | undefined, number] {
	const [found] = wishWords[language].roles.exec(words.toLowerCase()) ?? [];
	const at = found === undefined ? -1 : words.toLowerCase().indexOf(found);
	const group = findGroup(words, language);
	if (group !== undefined && at >= 0 && at < 25) return isOutside(group) ? [undefined, 0] : [group, at + found!.length];
	const name = /^(?:(?:the|[oa])\s+)?\p{Lu}[\p{L}'-]*(?:\s(?:d[aeo]s?\s)?\p{Lu}[\p{L}'-]*){0,2}/u.exec(words)?.[0];
	const known = name === undefined ? undefined : findName(name, language);
	return known === undefined ? [undefined, 0] : [toId(known, 'team'), name!.length];
}

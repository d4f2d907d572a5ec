import type { Language } from '../../core/base/text/languages';
import type { Picture, Slot } from '../plan';
import { findPeople } from '../wish/find-people';
import { findSystems } from '../wish/find-systems';
import { findTriggers } from '../wish/find-trigger';
import { findFormFields } from '../wish/form-fields';
import { maxWish, shorten, splitSentences } from '../wish/sentences';
import { wishWords } from '../wish/words';

const max = 300;
const conditions: Record<Language, RegExp> = {
	en: /(?:^|[\s,;])(?:if|unless|in case|otherwise|depending on)\s/i,
	pt: /(?:^|[\s,;])(?:se|caso|senão|a menos que|dependendo d[aeo])\s/i,
};
const failures: Record<Language, RegExp> = {
	en: /\b(?:fails?|failure|errors?|does not (?:answer|reply|respond)|no (?:answer|reply|response)|goes wrong|unavailable|timeout)\b/i,
	pt: /(?<![\p{L}])(?:falh\p{L}+|erros?|não (?:responde|responder|atende)|sem resposta|der errado|indisponível)(?![\p{L}])/iu,
};
const deadlines: Record<Language, RegExp> = {
	en: /\b(?:within|no later than|at most|deadline|by (?:monday|tuesday|wednesday|thursday|friday|tomorrow|the end))\b/i,
	pt: /(?<![\p{L}])(?:em até|dentro de|no máximo|prazo|até (?:segunda|terça|quarta|quinta|sexta|amanhã|o fim))(?![\p{L}])/iu,
};
const limits: Record<Language, RegExp> = {
	en: /\b(?:never|must not|may not|do not|don't|only|budget|at most|no more than|maximum|confidential|privacy)\b/i,
	pt: /(?<![\p{L}])(?:nunca|não (?:pode|deve|podem|devem)|só|somente|apenas|orçamento|no máximo|sigilo\p{L}*|lgpd)(?![\p{L}])/iu,
};
const noApprovals: Record<Language, RegExp> = {
	en: /(?<!\b(?:never|not|nothing|nobody)\b[^.;,\n]{0,60})\b(?:without (?:any )?(?:approval|asking|confirmation|review)|no approval|nobody (?:has to|needs to|must) approve|approval is not (?:needed|required))\b/i,
	pt: /(?<!(?:nunca|jamais|não|nada|ninguém)(?!\p{L})[^.;,\n]{0,60})(?<![\p{L}])(?:sem (?:nenhuma )?(?:aprovação|perguntar|confirmação|revisão)|ninguém precisa aprovar|não precisa de aprovação|aprovação não é necessária)(?![\p{L}])/iu,
};

/** Fills the slots of a picture by rules with words of the wish. A slot that the wish says nothing about stays empty. */
export function findFacts(wish: string, language: Language): Picture {
	const text = wish.slice(0, maxWish);
	const sentences = splitSentences(text).map((sentence) => sentence.text);
	const picture: Picture = {};
	const put = (slot: Slot, words: string) => {
		if (words.trim() !== '') picture[slot] = { text: shorten(words, max), from: 'wish' };
	};
	const saying = (shape: RegExp): string => sentences.filter((sentence) => shape.test(sentence)).join('. ');
	put('goal', stripWant(sentences[0] ?? '', language));
	put('trigger', sayTrigger(text, language));
	put('actors', findPeople(text, language).join(', '));
	put('systems', findSystems(text).join(', '));
	put('data', findFormFields(text, language)?.fields ?? '');
	put('decisions', saying(conditions[language]));
	put('exceptions', saying(failures[language]));
	const approves = sentences.filter((sentence) => wishWords[language].approves.test(sentence.toLowerCase()));
	put(
		'approvals',
		[...approves, ...sentences.filter((sentence) => noApprovals[language].test(sentence) && !approves.includes(sentence))].join('. '),
	);
	put('limits', saying(limits[language]));
	put('deadline', saying(deadlines[language]));
	return picture;
}

/** Returns the clause where the words alone say little, such as `fills in`. */
function sayTrigger(wish: string, language: Language): string {
	const [found] = findTriggers(wish, language);
	if (found?.trigger.kind !== 'form') return found?.text ?? '';
	const before = /[^,.;\n]*$/.exec(wish.slice(0, found.start))![0];
	return `${before}${found.text}${/^[^,.;\n]*/.exec(wish.slice(found.end))![0]}`.trim();
}

export const forbidsApproval = (wish: string, language: Language): boolean => noApprovals[language].test(wish.slice(0, maxWish));

/** Returns a text without the words that no approval is needed. */
export const withoutDenial = (text: string, language: Language): string => text.replace(noApprovals[language], ' ');

function stripWant(text: string, language: Language): string {
	const match = wishWords[language].wants.exec(text.toLowerCase());
	const rest = match ? text.slice(match[0].length) : text;
	return rest.trim() === '' ? text : rest;
}

import type { Language } from '../../../core/base/text/languages';
import type { Task } from '../../tree/plan-tree';
import { maxWish } from '../../wish/sentences';

const forbidding: Record<Language, RegExp> = {
	en: /\b(?:never|do not|don't|must not|may not)\s+([a-z]+)\s+(?:an?\s+|the\s+|any\s+)?([a-z-]+)/gi,
	pt: /(?<![\p{L}])(?:nunca|jamais|não (?:pode|deve)|não)\s+(?:se\s+)?(\p{L}+)\s+(?:um\s+|uma\s+|o\s+|a\s+|os\s+|as\s+)?([\p{L}-]+)/giu,
};

/** `Never pay before somebody approved` says when it is done. */
const conditional: Record<Language, RegExp> = {
	en: /^[^.;!?\n]*\b(?:before|until|unless|without|if|except)\b/i,
	pt: /^[^.;!?\n]*(?<![\p{L}])(?:antes|até|sem|a menos|a não ser|se|caso|exceto)(?![\p{L}])/iu,
};
const prohibiting: Record<Language, RegExp> = {
	en: /\b(?:never|do not|don't|must not|mustn't|may not|cannot|can't)\b/i,
	pt: /(?<![\p{L}])(?:nunca|jamais|não (?:pode|deve)(?:m|mos)?)(?![\p{L}])/iu,
};

/** Checks for a sentence that forbids something. */
export const prohibits = (text: string, language: Language): boolean => prohibiting[language].test(text);

/** Returns a step that the wish forbids in another sentence. */
export function findForbidden(wish: string, tasks: Task[], language: Language): Task | undefined {
	const said = wish.slice(0, maxWish).toLowerCase();
	for (const { 0: match, 1: verb = '', 2: noun = '', index } of said.matchAll(forbidding[language])) {
		if (conditional[language].test(said.slice(index + match.length))) continue;
		const step = tasks.find(({ name }) => {
			const words: string[] = name.toLowerCase().match(/[\p{L}-]+/gu) ?? [];
			return words[0]?.slice(0, 4) === verb.slice(0, 4) && words.includes(noun) && words[0].length > 2;
		});
		if (step) return step;
	}
	return undefined;
}

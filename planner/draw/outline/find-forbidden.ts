import type { Language } from '../../../core/base/text/languages';
import type { Task } from '../../tree/plan-tree';
import { maxWish } from '../../wish/sentences';

const forbidding: Record<Language, RegExp> = {
	en: /\b(?:never|do not|don't|must not|may not)\s+([a-z]+)\s+(?:an?\s+|the\s+|any\s+)?([a-z-]+)/gi,
	pt: /(?<![\p{L}])(?:nunca|jamais|não (?:pode|deve)|não)\s+(?:se\s+)?(\p{L}+)\s+(?:um\s+|uma\s+|o\s+|a\s+|os\s+|as\s+)?([\p{L}-]+)/giu,
};

/** Returns a step that the wish forbids in another sentence. */
export function findForbidden(wish: string, tasks: Task[], language: Language): Task | undefined {
	for (const [, verb = '', noun = ''] of wish.slice(0, maxWish).toLowerCase().matchAll(forbidding[language])) {
		const step = tasks.find(({ name }) => {
			const words: string[] = name.toLowerCase().match(/[\p{L}-]+/gu) ?? [];
			return words[0]?.slice(0, 4) === verb.slice(0, 4) && words.includes(noun) && words[0].length > 2;
		});
		if (step) return step;
	}
	return undefined;
}

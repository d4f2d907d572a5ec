import type { Language } from '../../../core/base/text/languages';
import { extractTerms } from '../../../core/words/terms';
import { wishWords } from '../../wish/words';
import { without } from '../outline/match-words';
import { type ReadyWish, readyWishes } from './ready-wishes';

/** Longer wishes say themselves what has to be done. */
const maxWords = 14;
const enough = 0.5;

/** Returns the template that a short wish asks for: at least half of its words are those of the template. */
export function findReadyWish(wish: string, language: Language): ReadyWish | undefined {
	if (wish.split(/\s+/, maxWords + 2).length > maxWords) return undefined;
	const asked = extractTerms(without(wish, wishWords[language].wants), [language]);
	const scored = readyWishes.map((ready) => {
		const known = new Set(extractTerms(ready.words[language], [language]).flat());
		return { ready, score: asked.filter((forms) => forms.some((form) => known.has(form))).length };
	});
	const [best, second] = scored.sort((one, other) => other.score - one.score);
	const isClear = best !== undefined && best.score > (second?.score ?? 0) && best.score / asked.length >= enough;
	return isClear ? best.ready : undefined;
}

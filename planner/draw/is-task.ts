import type { Language } from '../../core/base/text/languages';
import { findDuration } from '../wish/durations';
import { findGroup } from '../wish/find-people';
import { findVerb } from '../wish/find-verb';
import { wishWords } from '../wish/words';
import { isAboutUs } from './outline/is-about-us';

const demands: Record<Language, RegExp> = {
	en: /\b(?:must|should|shall|has to|have to|needs? to|never|do not|don't|only|always|at most|at least|unless|if|when(?:ever)?)\b/i,
	pt: /(?<!\p{L})(?:deve\p{L}*|precis\p{L}+|tem que|têm que|nunca|jamais|não pode\p{L}*|só|somente|apenas|sempre|no máximo|no mínimo|a menos que|se|caso|quando)(?!\p{L})/iu,
};

/** Checks for a sentence that asks for something: an activity, somebody who does one, a condition, a limit. Others are background. */
export function isTask(text: string, language: Language): boolean {
	if (isAboutUs(text, language)) return false;
	return (
		findVerb(text, language) !== undefined ||
		findGroup(text, language) !== undefined ||
		wishWords[language].machines.test(text.toLowerCase()) ||
		demands[language].test(text) ||
		wishWords[language].within.test(text.toLowerCase()) ||
		findDuration(text) !== undefined
	);
}

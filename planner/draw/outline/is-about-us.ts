import type { Language } from '../../../core/base/text/languages';
import { findVerb } from '../../wish/find-verb';

/** Checks for a clause that describes who writes: `a small company makes bicycles`. */
export function isAboutUs(text: string, language: Language): boolean {
	const verb = findVerb(text, language);
	return /(?:company|firm|business|organi[sz]ation|empresa|loja|companhia|organização)\s*$/.test(
		text.slice(0, verb?.start ?? 0).toLowerCase(),
	);
}

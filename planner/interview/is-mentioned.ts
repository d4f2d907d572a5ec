import { extractTerms } from '../../core/words/terms';

const enough = 0.6;

export function isMentioned(value: string, text: string): boolean {
	const said = new Set(extractTerms(text, ['en', 'pt']).flat());
	const words = extractTerms(value, ['en', 'pt']);
	const known = words.filter((forms) => forms.some((form) => said.has(form))).length;
	return words.length > 0 && known / words.length >= enough;
}

import { TroupeError } from '../../base/errors';

/** @throws TroupeError INPUT_INVALID unless it is a code of ISO 639-1 */
export function checkLanguage(language: string): void {
	if (/^[a-z]{2}$/.test(language)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${language.slice(0, 20)}" is not the code of a language: expected two lower-case letters.`,
		fix: 'Write it as in ISO 639-1: pt, en, es.',
	});
}

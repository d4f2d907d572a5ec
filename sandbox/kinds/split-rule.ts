import { TroupeError } from '../../core/base/errors';

/** @throws TroupeError INPUT_INVALID */
export function splitRule(text: string, pattern: RegExp, fix: string): string[] {
	const match = pattern.exec(text);
	if (match) return match.slice(1);
	throw new TroupeError({ code: 'INPUT_INVALID', message: `"${text.slice(0, 200)}" is not understood.`, fix });
}

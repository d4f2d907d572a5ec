import { TroupeError } from '../../core/base/errors';

/** Returns the parts of a rule that a person or a caller wrote. @throws TroupeError INPUT_INVALID */
export function splitRule(text: string, pattern: RegExp, fix: string): string[] {
	const match = pattern.exec(text);
	if (match) return match.slice(1);
	throw new TroupeError({ code: 'INPUT_INVALID', message: `"${text.slice(0, 200)}" is not understood.`, fix });
}

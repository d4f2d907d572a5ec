import { TroupeError } from '../../../core/base/errors';

/** Keys are numbers below 2^53 inside. @throws TroupeError INPUT_INVALID */
export function parseKey(key: string): number {
	if (/^\d{1,15}$|^[1-8]\d{15}$/.test(key)) return Number(key);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'A key is not a whole number.',
		fix: 'Pass the key as the engine returned it.',
		details: { key: key.slice(0, 40) },
	});
}

export const parseOptionalKey = (key: string | undefined): number | undefined => (key === undefined ? undefined : parseKey(key));

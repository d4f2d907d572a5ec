import { TroupeError } from '../../../core/base/errors';

const defaultLimit = 100;
const maxItems = 500;

/** @throws TroupeError INPUT_INVALID */
export function checkLimit(limit = defaultLimit): number {
	if (Number.isInteger(limit) && limit >= 1 && limit <= maxItems) return limit;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The limit is ${String(limit)}, expected a whole number from 1 to ${maxItems}`,
		fix: 'Request fewer items, and continue with the cursor.',
	});
}

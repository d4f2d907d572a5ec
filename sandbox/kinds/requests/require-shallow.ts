import { TroupeError } from '../../../core/base/errors';
import { isTooDeep } from '../../../core/base/text/json/lossless-json';
import { runBounds } from './run-bounds';

/** @throws TroupeError INPUT_INVALID for too deeply nested documents */
export function requireShallow(request: unknown): void {
	if (isTooDeep(request, runBounds.depth)) throw tooDeep();
}

const tooDeep = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The request is nested more than ${runBounds.depth} levels deep.`,
		fix: 'Pass documents with fewer levels.',
	});

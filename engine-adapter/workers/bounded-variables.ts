import { TroupeError } from '../../core/base/errors';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import type { Variables } from '../engine/variables';

/** In characters of JSON: Zeebe takes 4 MB for a whole command. */
const maxCharacters = 2_000_000;

/** @param what gave them: `the model` @throws TroupeError INPUT_TOO_LARGE */
export function boundedVariables(variables: Variables, what: string, fix: string): Variables {
	const characters = stringifyJson(variables).length;
	if (characters <= maxCharacters) return variables;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The result of ${what} has ${characters} characters as process variables. The max is ${maxCharacters}.`,
		fix,
		details: { characters, most: maxCharacters },
	});
}

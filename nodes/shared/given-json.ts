import { TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import { jsonFault } from '../../core/base/text/json/json-fault';

/**
 * Reads a field as JSON; an expression may give it as an object already.
 * @param field such as `The field Filter`
 * @throws TroupeError of that code
 */
export function givenJson(value: unknown, field: string, code: TroupeErrorCode = 'INPUT_INVALID'): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value);
	} catch (error) {
		throw notJson(field, code, error);
	}
}

function notJson(field: string, code: TroupeErrorCode, cause: unknown): TroupeError {
	return new TroupeError({
		code,
		message: `${field} is not JSON: ${jsonFault(cause)}.`,
		fix: 'Correct it at the place that the message names.',
		cause,
	});
}

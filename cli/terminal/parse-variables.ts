import { TroupeError } from '../../core/base/errors';
import { jsonFault } from '../../core/base/text/json/json-fault';
import { parseJson } from '../../core/base/text/json/lossless-json';

/** @throws TroupeError INPUT_INVALID */
export function parseVariables(text: string): Record<string, unknown> {
	const fix = `Pass one JSON object, such as '{"message": "Where is my order?"}'.`;
	try {
		const value = parseJson(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	} catch (cause) {
		throw new TroupeError({ code: 'INPUT_INVALID', message: `--variables is not valid JSON: ${jsonFault(cause)}.`, fix, cause });
	}
	throw new TroupeError({ code: 'INPUT_INVALID', message: '--variables must be a JSON object.', fix });
}

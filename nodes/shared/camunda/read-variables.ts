import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';

/**
 * The parameter "variables", which may be JSON text or what an expression gave.
 * @throws TroupeError INPUT_INVALID
 */
export function readVariables(context: IExecuteFunctions, item: number): IDataObject {
	return toVariables(context.getNodeParameter('variables', item, {}));
}

/** @throws TroupeError INPUT_INVALID for what is no object, naming the parameter "variables" */
export function toVariables(value: unknown): IDataObject {
	const parsed = typeof value === 'string' ? parse(value.trim() || '{}') : value;
	if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as IDataObject;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The parameter "variables" is not a JSON object.',
		fix: 'Write it as {"name": value, …}.',
	});
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

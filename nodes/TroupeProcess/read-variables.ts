import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { withTrace } from '../../engine-adapter/engine/trace-variable';
import { nameField } from '../shared/name-field';
import { readAssignments } from '../shared/read-assignments';
import { properties } from './properties';
import { parseIfJson } from '../../core/base/text/json/parse-if-json';

/** Reads the variables of what an operation starts or sends, with the place of the node in its trace, if it has one. @throws as `readVariables` */
export const readSentVariables = (context: IExecuteFunctions, item: number): { variables: IDataObject } =>
	withTrace({ variables: readVariables(context, item) });

/** @throws TroupeError INPUT_INVALID */
export function readVariables(context: IExecuteFunctions, item: number): IDataObject {
	const fields = context.getNodeParameter('variableFields', item, {});
	return { ...readJson(context, item), ...readAssignments(fields, nameField(properties, 'variableFields')) };
}

/** @throws TroupeError INPUT_INVALID if that is not an object */
function readJson(context: IExecuteFunctions, item: number): IDataObject {
	const value = context.getNodeParameter('variables', item, {}) as unknown;
	const parsed = typeof value === 'string' ? parseIfJson(value.trim() || '{}') : value;
	if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as IDataObject;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${nameField(properties, 'variables')} is not a JSON object.`,
		fix: 'Write it as {"name": value, …}.',
	});
}

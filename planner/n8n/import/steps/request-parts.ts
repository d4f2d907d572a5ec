import type { ImportedNode } from '../imported-workflow';
import { listAt, textAt } from '../node-types';

export const readMethod = ({ parameters }: ImportedNode): string =>
	(textAt(parameters, 'method') || textAt(parameters, 'requestMethod') || 'GET').replace(/^=/, '').toUpperCase();

/** Fields of the query, the headers or the body, in the forms of all versions. */
export function listPairs({ parameters }: ImportedNode, of: 'query' | 'header' | 'body'): Array<Record<string, unknown>> {
	const isSent = parameters[`send${of.slice(0, 1).toUpperCase()}${of.slice(1)}${of === 'header' ? 's' : ''}`];
	if (isSent === false) return [];
	return [...listAt(parameters, `${of}Parameters`, 'parameters'), ...listAt(parameters, `${of}ParametersUi`, 'parameter')].filter(
		({ name }) => typeof name === 'string' && name !== '',
	);
}

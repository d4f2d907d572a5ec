import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { messageOf, TroupeError } from '../../core/errors';
import type { AgentReference } from '../../providers/compose/agent';

/**
 * Which agent the node names.
 * @throws TroupeError INPUT_INVALID, AGENT_INVALID
 */
export function readReference(context: IExecuteFunctions, item: number): AgentReference {
	if (context.getNodeParameter('source', item) === 'define')
		return { kind: 'inline', definition: parse(context.getNodeParameter('definition', item)) };
	const { mode, value } = context.getNodeParameter('agent', item) as INodeParameterResourceLocator;
	const chosen = String(value ?? '').trim();
	if (chosen && mode === 'path') return { kind: 'file', path: chosen };
	// A name with a range is one of the registry's, and of no folder.
	if (chosen) return { kind: 'id', id: mode === 'registry' && !chosen.includes('@') ? `${chosen}@*` : chosen };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'No agent is chosen.',
		fix: 'Choose one in the parameter Agent, or set Source to Define Below.',
	});
}

/** An expression may give the definition as an object already. */
function parse(definition: unknown): unknown {
	if (typeof definition !== 'string') return definition;
	try {
		return JSON.parse(definition);
	} catch (error) {
		throw notJson(error);
	}
}

function notJson(cause: unknown): TroupeError {
	return new TroupeError({
		code: 'AGENT_INVALID',
		message: `The parameter "definition" is not JSON: ${messageOf(cause)}.`,
		fix: 'Correct it where the message points.',
		cause,
	});
}

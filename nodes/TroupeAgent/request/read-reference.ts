import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import type { ToolRule } from '../../../core/tools/definition/rules';
import { TroupeError } from '../../../core/base/errors';
import { givenJson } from '../../shared/given-json';
import { nameField } from '../../shared/name-field';
import { readFormDefinition } from '../form/read-form';
import { properties } from '../properties';
import type { AgentReference } from '../../../providers/compose/agents/agent-reference';

export const isForm = (context: IExecuteFunctions, item: number): boolean => context.getNodeParameter('source', item) === 'form';

/** @param rules of tools: part of the form @throws TroupeError INPUT_INVALID, AGENT_INVALID */
export function readReference(context: IExecuteFunctions, item: number, rules: ToolRule[] = []): AgentReference {
	if (isForm(context, item)) return { kind: 'inline', definition: readFormDefinition(context, item, rules) };
	if (context.getNodeParameter('source', item) === 'define')
		return {
			kind: 'inline',
			definition: givenJson(context.getNodeParameter('definition', item), nameField(properties, 'definition'), 'AGENT_INVALID'),
		};
	const { mode, value } = context.getNodeParameter('agent', item) as INodeParameterResourceLocator;
	const agent = String(value ?? '').trim();
	if (agent && mode === 'path') return { kind: 'file', path: agent };
	// A name with a range is the registry's, never a folder's.
	if (agent) return { kind: 'id', id: mode === 'registry' && !agent.includes('@') ? `${agent}@*` : agent };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The field "Agent" is empty.',
		fix: 'Choose an agent, or describe one: set "Agent From" to "Form" or "Define as JSON".',
	});
}

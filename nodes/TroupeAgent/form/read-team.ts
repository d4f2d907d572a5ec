import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { AgentTool } from '../../../core/tools/definition/agent-tools';

interface MemberFields {
	agent: INodeParameterResourceLocator;
	description: string;
	handOver: 'none' | 'once' | 'stays';
}

/** @throws TroupeError INPUT_INVALID, naming the member and the field */
export function readTeam(context: IExecuteFunctions, item: number): AgentTool[] {
	const { members = [] } = context.getNodeParameter('team', item, {}) as { members?: MemberFields[] };
	return members.map(({ agent: { value }, description, handOver }, index) => {
		const [agent = '', range] = String(value ?? '')
			.trim()
			.split('@');
		if (!agent) throw missing(index, 'Team Member', 'Choose an agent from the list, or remove the member.');
		if (!description.trim())
			throw missing(index, 'When to Call', 'Describe what the member can do, so that the model knows when to call it.');
		return { kind: 'agent', agent, ...(range && { range }), description, ...(handOver !== 'none' && { handOver }) };
	});
}

function missing(index: number, field: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message: `The field "${field}" of team member ${index + 1} is empty.`, fix });
}

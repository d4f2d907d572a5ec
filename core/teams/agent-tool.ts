import { closeParameters } from '../tools/check-definitions';
import { nameAgentTool } from '../tools/agent-name';
import type { AgentTool } from '../tools/tool-definition';
import type { JsonSchema, Tool } from '../ports';

const maxTaskLength = 20_000;

const taskParameters: JsonSchema = {
	type: 'object',
	properties: {
		task: {
			type: 'string',
			minLength: 1,
			maxLength: maxTaskLength,
			description: 'What the agent is to do, complete in itself: it has not read this conversation.',
		},
	},
	required: ['task'],
	additionalProperties: false,
};

const handOverParameters: JsonSchema = {
	type: 'object',
	properties: {
		note: {
			type: 'string',
			maxLength: maxTaskLength,
			description: 'What the agent should know besides the message, which it gets in full.',
		},
	},
	additionalProperties: false,
};

const endsTurn =
	'Calling it hands the conversation over: this agent answers the person in your place, and your turn ends. Make no other call beside it, and write no answer.';

/** Describes an agent to the model of another one. The agent loop performs the call; see core/agents/loop/team/call-agent.ts. */
export function createAgentTool(definition: AgentTool): Tool {
	const { agent, description, handOver, limits, outputSchema, parameters = handOver ? handOverParameters : taskParameters } = definition;
	return {
		name: nameAgentTool(definition),
		description: handOver ? `${description} ${endsTurn}` : description,
		parameters: closeParameters(parameters),
		source: `agent:${agent}`,
		...(limits && { limits }),
		...(outputSchema && { outputSchema }),
		// The call itself changes nothing: what the agent does has its own permissions, and its own trail says what was done.
		effect: 'reads',
		call: () => Promise.reject(new Error('Only the agent loop calls agents.')),
	};
}

/** Writes the message to a called agent: the task, or the values that the caller passed, one a line. A text of several lines cannot pass for another value. */
export function writeTask(input: Record<string, unknown>): string {
	const entries = Object.entries(input);
	const [[, only] = []] = entries;
	if (entries.length === 1 && typeof only === 'string') return only;
	return entries
		.map(([name, value]) => `${name}: ${typeof value === 'string' && !value.includes('\n') ? value : JSON.stringify(value)}`)
		.join('\n');
}

/** Writes the caller's note to an agent that takes over the conversation; undefined if it has nothing to say. */
export function writeNote({ note, ...rest }: Record<string, unknown>): string | undefined {
	const told = [
		...(typeof note === 'string' && note.trim() !== '' ? [note] : []),
		...(Object.keys(rest).length > 0 ? [writeTask(rest)] : []),
	];
	return told.length === 0 ? undefined : told.join('\n');
}

/** Offered to an agent that keeps a conversation. The run ends with it, and the caller answers the message. */
export const returnConversation: Tool = {
	name: 'return_conversation',
	description:
		'Returns the conversation to the agent that handed it over. Use it if the message is not about what you do, or when that is done and something else is asked. Say nothing else: that agent answers.',
	parameters: {
		type: 'object',
		properties: { note: { type: 'string', maxLength: maxTaskLength, description: 'What that agent should know.' } },
		additionalProperties: false,
	},
	source: 'team',
	effect: 'reads',
	call: async () => ({ kind: 'ok', text: 'Returned.' }),
};

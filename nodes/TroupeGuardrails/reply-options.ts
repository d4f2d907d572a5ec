import type { INodeProperties } from 'n8n-workflow';

/** Options of Check Reply: what its guardrails compare a reply with. */
export const replyOptions: INodeProperties[] = [
	{
		displayName: 'Agent Steps',
		name: 'steps',
		type: 'json',
		default: '={{ $json.intermediateSteps }}',
		description:
			"The tool calls of the agent, as n8n's AI Agent returns them with Return Intermediate Steps. Claimed Effect compares the reply with them. Without this option, they are read from intermediateSteps of the item.",
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: "={{ $('When chat message received').item.json.chatInput }}",
		description: 'What the person wrote. The judge of Verify Replies reads it.',
	},
	{
		displayName: 'Passages Read',
		name: 'passages',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: '={{ $json.passages }}',
		description:
			'What the reply has to rest on: a text, or a list by an expression, in the order of its citations. Support and the judge of Verify Replies read it.',
	},
	{
		displayName: 'System Prompt',
		name: 'systemPrompt',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'The instructions of the agent. Prompt Leak compares the reply with them, and the judge of Verify Replies reads them.',
	},
];

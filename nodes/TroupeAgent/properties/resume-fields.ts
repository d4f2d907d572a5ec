import type { INodeProperties } from 'n8n-workflow';

const isResume = { show: { task: ['resume'] } };

export const resumeFields: INodeProperties[] = [
	{
		displayName: 'Suspended Run',
		name: 'suspended',
		type: 'json',
		default: "={{ $('Troupe Agent').item.json }}",
		required: true,
		description: 'The item of the waiting agent, with its fields pending and state',
		displayOptions: isResume,
	},
	{
		displayName: 'Decision',
		name: 'decision',
		type: 'options',
		options: [
			{ name: 'Answer', value: 'answer', description: 'The text below answers the agent’s question' },
			{ name: 'Approve', value: 'approve', description: 'The agent makes the waiting calls' },
			{ name: 'Decline', value: 'decline', description: 'The agent does not make the calls, and gets your reason' },
			{ name: 'Decisions as JSON', value: 'list', description: 'One decision for each call or question' },
			{ name: 'Nobody Decided', value: 'none', description: 'The time to decide is over, and the run continues as the agent says' },
		],
		default: 'approve',
		description: 'What the person decided. An expression returns approve, decline, answer, none or list.',
		displayOptions: isResume,
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'The answer to the question, or a comment for the agent',
		displayOptions: { show: { task: ['resume'], decision: ['approve', 'decline', 'answer'] } },
	},
	{
		displayName: 'Decided By',
		name: 'decidedBy',
		type: 'string',
		default: '',
		placeholder: 'ana@example.com',
		description:
			'Who decided, as your workflow knows it, for the record and where several people have to approve. Take it from where the person was identified, never from what the model or the customer wrote.',
		displayOptions: { show: { task: ['resume'], decision: ['answer', 'approve', 'decline', 'list'] } },
	},
	{
		displayName: 'Decisions',
		name: 'decisions',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '[{ "id": "…", "kind": "approval", "approved": true, "viewSha256": "…" }]',
		description: 'A list of objects with id and kind from pending, and approved with viewSha256 (and an optional comment) or answer',
		displayOptions: { show: { task: ['resume'], decision: ['list'] } },
	},
];

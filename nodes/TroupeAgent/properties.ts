import type { INodeProperties } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { credentialPlaces, formFields, systemPrompt } from './properties/form-fields';
import { modelChoiceFields } from './properties/model-choice-fields';
import { taskField } from './properties/task-field';
import { optionFields } from './properties/option-fields';
import { sourceFields } from './properties/source-fields';
import { stateField, stateNotice } from '../shared/state/state-field';

const whenRequired = (...formats: string[]): INodeProperties['displayOptions'] => ({
	show: { task: ['run', 'resume'], hasOutputParser: [true], ...(formats.length > 0 && { outputFormat: formats }) },
});

const answerFormatFields: INodeProperties[] = [
	{
		displayName: 'Require Specific Output Format',
		name: 'hasOutputParser',
		type: 'boolean',
		default: false,
		noDataExpression: true,
		description: 'Whether the answer must be JSON in a specific format. The item returns it in the field output.',
		displayOptions: { show: { task: ['run', 'resume'] } },
	},
	{
		displayName: 'Output Format',
		name: 'outputFormat',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Connected Output Parser', value: 'parser', description: 'Connect a node such as Structured Output Parser' },
			{ name: 'JSON Example', value: 'example', description: 'Show what the answer looks like; all of its fields are required' },
			{ name: 'JSON Schema', value: 'schema', description: 'Describe the answer with types, choices and descriptions' },
		],
		default: 'parser',
		description: 'How the format of the answer is described',
		displayOptions: whenRequired(),
	},
	{
		displayName: `Connect an <a data-action='openSelectiveNodeCreator' data-action-parameter-connectiontype='${NodeConnectionTypes.AiOutputParser}'>output parser</a> on the canvas to define the format of the answer`,
		name: 'outputParserNotice',
		type: 'notice',
		default: '',
		displayOptions: whenRequired('parser'),
	},
	{
		displayName: 'JSON Example',
		name: 'outputExample',
		type: 'json',
		typeOptions: { rows: 6 },
		default: JSON.stringify({ topic: 'refund', urgent: true, orders: [7] }, null, 2),
		required: true,
		description: 'Example of an answer. Only the names and types of its fields count, not their values.',
		displayOptions: whenRequired('example'),
	},
	{
		displayName: 'JSON Schema',
		name: 'outputSchema',
		type: 'json',
		typeOptions: { rows: 10 },
		default: JSON.stringify(
			{
				type: 'object',
				properties: { topic: { type: 'string', enum: ['refund', 'delivery', 'other'] }, urgent: { type: 'boolean' } },
				required: ['topic', 'urgent'],
			},
			null,
			2,
		),
		required: true,
		description: 'The schema that the answer must match: draft 7, 2019-09 or 2020-12',
		displayOptions: whenRequired('schema'),
	},
];

const isResume = { show: { task: ['resume'] } };

const resumeFields: INodeProperties[] = [
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

const member: INodeProperties[] = [
	{
		displayName: 'Team Member',
		name: 'agent',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'An agent of an agent folder, of this package or of a registry. It has its own prompt, model, tools and guardrails.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchAgents', searchable: true, skipCredentialsCheckInRLC: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'support',
				validation: [
					{
						type: 'regex',
						properties: { regex: '^[a-z0-9][a-z0-9-]{0,62}$', errorMessage: 'Use lower case letters, digits and hyphens only' },
					},
				],
			},
		],
	},
	{
		displayName: 'When to Call',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		required: true,
		placeholder: 'Knows the handbook. Ask it about returns and delivery.',
		description: 'What the member can do, and when the agent should call it. The model reads this.',
	},
	{
		displayName: 'Who Answers',
		name: 'handOver',
		type: 'options',
		options: [
			{ name: 'Member, This Message', value: 'once', description: 'The member answers the customer; the next message comes to this agent' },
			{
				name: 'Member, Until It Returns',
				value: 'stays',
				description: 'The member also gets the next messages, until it returns the conversation',
			},
			{ name: 'This Agent', value: 'none', description: 'This agent gets the answer of the member, and writes the reply' },
		],
		default: 'none',
		description: 'Whether the agent hands the conversation over to the member',
	},
];

const teamFields: INodeProperties[] = [
	{
		displayName: 'Team',
		name: 'team',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Team Member',
		default: {},
		description:
			'Other agents that this one can call. If one of them has to wait for a person, this node waits with the whole team. A connected Troupe Agent Tool cannot wait.',
		options: [{ displayName: 'Team Member', name: 'members', values: member }],
		displayOptions: { show: { source: ['form'] } },
	},
];

const toolPermissionFields: INodeProperties[] = [
	{
		displayName: 'Tools Without Approval',
		name: 'toolPermission',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'All Tools', value: 'all', description: 'The agent calls every tool without approval' },
			{ name: 'Chosen Tools', value: 'chosen', description: 'The agent calls the tools that you choose and tools that only read' },
			{ name: 'No Tools', value: 'none', description: 'A person decides about every call' },
			{
				name: 'Tools That Only Read',
				value: 'read',
				description: 'Searches, look-ups and calculations. A person decides about all other calls.',
			},
		],
		default: 'read',
		description: 'Which tools the agent calls without approval. For other tools, the run waits until a person approves the call.',
	},
	{
		displayName: 'Allowed Tools',
		name: 'allowedTools',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'listTools', loadOptionsDependsOn: ['nodeKey'] },
		default: [],
		description:
			'The tools connected to this node. Run the node once to fill the list. Choose from the list, or specify names using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: { show: { toolPermission: ['chosen'] } },
	},
	{
		displayName: 'Node Key',
		name: 'nodeKey',
		type: 'hidden',
		default: '={{ $workflow.id + " " + $nodeId }}',
		displayOptions: { show: { toolPermission: ['chosen'] } },
	},
];

const run = { task: ['run'] };

const message: Omit<INodeProperties, 'default'> = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	description: 'The text that the agent answers',
};

/** Filled in from a Chat Trigger or webhook without an own expression. */
const messageFields: INodeProperties[] = [
	{
		...message,
		default: '={{ $json.chatInput ?? $json.text ?? $json.message ?? $json.body?.message }}',
		displayOptions: { show: { ...run, '@tool': [false] } },
	},
	{
		...message,
		// As the editor's button "let the model fill the field" writes it.
		default:
			"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Message', `The question or task for this agent, with all that it needs to know, in the user's language`, 'string') }}",
		displayOptions: { show: { ...run, '@tool': [true] } },
	},
	{
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		default: '={{ $json.sessionId ?? $json.conversationId }}',
		placeholder: 'customer-42',
		description:
			'Messages with the same ID belong to one conversation, which this agent remembers. An empty ID starts a new conversation for each item.',
		displayOptions: { show: run },
	},
];

/** Most used fields first. */
export const properties: INodeProperties[] = [
	taskField,
	...sourceFields,
	...resumeFields,
	...messageFields,
	...systemPrompt,
	...modelChoiceFields,
	...formFields,
	...teamFields,
	...toolPermissionFields,
	...answerFormatFields,
	optionFields,
	stateField,
	...credentialPlaces.map(stateNotice),
];

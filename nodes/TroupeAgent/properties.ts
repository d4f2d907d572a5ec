import type { INodeProperties } from 'n8n-workflow';
import { formFields, systemPrompt } from './properties/form-fields';
import { modelChoiceFields } from './properties/model-choice-fields';
import { operationFields } from './properties/operation-fields';
import { optionFields } from './properties/option-fields';
import { outputFields } from './properties/output-fields';
import { sourceFields } from './properties/source-fields';
import { toolPermissionFields } from './properties/tool-permission-fields';

const isRun = { show: { operation: ['run'] } };
const isResume = { show: { operation: ['resume'] } };

const ask: INodeProperties[] = [
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.message }}',
		required: true,
		description: 'What the agent answers. Personal data in it is masked before any model sees it.',
		displayOptions: isRun,
	},
	{
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		default: '={{ $json.conversationId }}',
		placeholder: 'customer-42',
		description: 'Messages with the same ID belong to one conversation, which the agent remembers. Empty begins a new one for each item.',
		displayOptions: isRun,
	},
	{
		displayName: 'Person ID',
		name: 'personId',
		type: 'string',
		default: '',
		placeholder: 'customer-42',
		description:
			'Your own name for who writes. What is remembered of them is recalled where the agent says so, and all of it is found when they are to be forgotten.',
		displayOptions: isRun,
	},
];

const resume: INodeProperties[] = [
	{
		displayName: 'Suspended Run',
		name: 'suspended',
		type: 'json',
		default: "={{ $('Troupe Agent').item.json }}",
		required: true,
		description: 'The item of the run that waits, with its state and what it waits for',
		displayOptions: isResume,
	},
	{
		displayName: 'Decision',
		name: 'decision',
		type: 'options',
		options: [
			{ name: 'Answer', value: 'answer', description: 'The text below answers the question' },
			{ name: 'Approve', value: 'approve', description: 'The calls that wait are made' },
			{ name: 'Decline', value: 'decline', description: 'The calls are not made, and the agent is told why' },
			{ name: 'Decisions as JSON', value: 'list', description: 'One for each that the run waits for' },
		],
		default: 'approve',
		description: 'What the person decided about all that the run waits for. An expression gives approve, decline, answer or list.',
		displayOptions: isResume,
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'The answer, or a word to the agent besides an approval or a refusal',
		displayOptions: { show: { operation: ['resume'], decision: ['approve', 'decline', 'answer'] } },
	},
	{
		displayName: 'Decisions',
		name: 'decisions',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '[{ "id": "…", "kind": "approval", "approved": true }]',
		description: 'A list: id and kind as in pending, and approved (with a comment where wanted) or answer',
		displayOptions: { show: { operation: ['resume'], decision: ['list'] } },
	},
];

/** The agent node's form. */
export const properties: INodeProperties[] = [
	...operationFields,
	...sourceFields,
	...ask,
	...resume,
	...systemPrompt,
	...modelChoiceFields,
	...formFields,
	...toolPermissionFields,
	...outputFields,
	optionFields,
];

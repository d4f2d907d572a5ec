import { type INodeProperties, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { planStates } from '../../planner/plan';
import { listFields } from '../shared/list-fields';
import { credentialPlace } from '../shared/models/credential-fields';
import { optionsField } from '../shared/option-fields';
import { stateField } from '../shared/state/state-field';
import { variableFields } from '../TroupeProcess/properties/variables';

/** A model reads wishes, draws and changes. Without one, a wish is an outline of lines. */
export const inputs: INodeTypeDescription['inputs'] = `={{ ["converse", "create", "change"].includes($parameter.operation) ? [{ type: "${NodeConnectionTypes.Main}" }, { type: "${NodeConnectionTypes.AiLanguageModel}", displayName: "Model", maxConnections: 1 }] : [{ type: "${NodeConnectionTypes.Main}" }] }}`;

const on = (...operation: string[]) => ({ show: { operation } });

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	// In the order in which a plan goes through them.
	options: [
		{
			name: 'Converse',
			value: 'converse',
			action: 'Plan in a conversation',
			description: 'Take a wish, answers, questions and changes from a chat. It confirms and runs nothing.',
		},
		{ name: 'Create', value: 'create', action: 'Create a plan', description: 'Make a plan of a wish, or get its questions' },
		{ name: 'Get', value: 'get', action: 'Get a plan', description: 'Get a plan, and how its instances are getting on' },
		{ name: 'Get Many', value: 'getAll', action: 'Get many plans', description: 'Get the plans, the newest first' },
		{ name: 'Change', value: 'change', action: 'Change a plan', description: 'Change a plan in words' },
		{ name: 'Prove', value: 'prove', action: 'Prove a plan', description: 'Play a case for each branch. Nothing outside is called.' },
		{ name: 'Confirm', value: 'confirm', action: 'Confirm a plan', description: 'Confirm the hash that a person saw, so that it can run' },
		{ name: 'Run', value: 'run', action: 'Run a plan', description: 'Start an instance of what a person confirmed' },
	],
	default: 'converse',
};

const sentText = '={{ $json.chatInput ?? $json.text ?? $json.message ?? $json.body?.message }}';

const talkFields: INodeProperties[] = [
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		default: sentText,
		required: true,
		description: 'What the person wrote',
		displayOptions: on('converse'),
	},
	{
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		default: '={{ $json.sessionId ?? $json.conversationId }}',
		placeholder: 'customer-42',
		description: 'Messages with the same ID are about one plan, until a message begins with "New plan:"',
		displayOptions: on('converse'),
	},
	{
		displayName: 'Wish',
		name: 'wish',
		type: 'string',
		typeOptions: { rows: 4 },
		default: sentText,
		required: true,
		description: 'What is wanted, in words',
		displayOptions: on('create'),
	},
];

const planFields: INodeProperties[] = [
	{
		displayName: 'Plan ID',
		name: 'planId',
		type: 'string',
		default: '={{ $json.id }}',
		required: true,
		placeholder: 'plan-1a2B3c4D5e6F',
		description: 'The ID that the plan has in the output of this node, in the console and on the command line',
		displayOptions: on('get', 'change', 'prove', 'confirm', 'run'),
	},
	{
		displayName: 'Change',
		name: 'change',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		placeholder: 'The manager decides within two days',
		description: 'What should be different, in words',
		displayOptions: on('change'),
	},
	{
		displayName: 'Hash',
		name: 'hash',
		type: 'string',
		default: '',
		required: true,
		description:
			'The hash of the plan as the person saw it. Take it from the form or the page on which they decided, never from the plan itself: then nobody would have looked.',
		displayOptions: on('confirm'),
	},
	{
		displayName: 'Confirmed By',
		name: 'confirmedBy',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'ana@example.com',
		description: 'Who confirms. Take it from where the person was identified, never from what a model or a guest of the chat wrote.',
		displayOptions: on('confirm'),
	},
	{
		displayName: 'Runs On',
		name: 'engine',
		type: 'options',
		options: [
			{ name: 'Camunda 8', value: 'zeebe', description: 'A cluster of Camunda 8' },
			{ name: 'Troupe', value: 'embedded', description: 'The engine of troupe serve' },
		],
		default: 'embedded',
		description: 'Which engine is going to run the plan. It is part of what is confirmed.',
		displayOptions: on('confirm'),
	},
	...variableFields(on('run')),
];

const title = (state: string): string => state[0]!.toUpperCase() + state.slice(1);

const manyFields: INodeProperties[] = [
	{
		displayName: 'Plan State',
		name: 'planState',
		type: 'options',
		options: [{ name: 'Any', value: '' }, ...[...planStates].sort().map((state) => ({ name: title(state), value: state }))],
		default: '',
		description: 'Which plans to get',
		displayOptions: on('getAll'),
	},
	...listFields(on('getAll')),
];

const of = (shown: string, field: INodeProperties): INodeProperties => ({ ...field, displayOptions: { show: { '/operation': [shown] } } });

const options: INodeProperties[] = [
	of('converse', {
		displayName: 'Plan ID',
		name: 'planId',
		type: 'string',
		default: '',
		description: 'A plan that was made elsewhere. Default: the plan of the conversation.',
	}),
	of('create', {
		displayName: 'Answers',
		name: 'answers',
		type: 'json',
		default: '{}',
		description:
			'Answers by the ID of a question or by a slot, such as {"approvals": "the manager"}, or a list in the order of the questions',
	}),
	of('create', {
		displayName: 'Language',
		name: 'language',
		type: 'options',
		options: [
			{ name: 'English', value: 'en' },
			{ name: 'Portuguese', value: 'pt' },
		],
		default: 'en',
		description: 'The language of the plan. Default: that of the wish.',
	}),
	of('create', {
		displayName: 'Suppose Answers',
		name: 'supposes',
		type: 'boolean',
		default: false,
		description: 'Whether to suppose what is not answered, so that nothing is asked',
	}),
	of('confirm', {
		displayName: 'Accept Unsupported Steps',
		name: 'acceptsUnsupported',
		type: 'boolean',
		default: false,
		description: 'Whether people do by hand the steps that nothing here can do yet',
	}),
	of('confirm', {
		displayName: 'Signed Statement',
		name: 'statement',
		type: 'string',
		default: '',
		description: 'A statement of the person, signed with the key of an author or approver. Default: the key of this installation signs.',
	}),
	of('run', {
		displayName: 'Idempotency Key',
		name: 'key',
		type: 'string',
		default: '',
		description: 'A start that is repeated with the same key starts nothing twice. Default: each item of an execution starts once.',
	}),
];

export const properties: INodeProperties[] = [
	operation,
	...talkFields,
	...planFields,
	...manyFields,
	optionsField(['converse', 'create', 'confirm', 'run'], options),
	credentialPlace(),
	stateField,
];

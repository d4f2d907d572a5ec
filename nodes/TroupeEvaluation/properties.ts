import { type INodeProperties, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { requiredInput } from '../shared/required-input';
import { setKinds } from '../../core/evaluation/cases/set-kinds';
import { stateField } from '../shared/state/state-field';

/** A model answers live, or judges. */
export const inputs: INodeTypeDescription['inputs'] = `={{ $parameter.answers === "live" || $parameter.compareBy === "rubric" || ($parameter.compareBy === "assertions" && $parameter.useJudge) ? [{ type: "${NodeConnectionTypes.Main}" }, { type: "${NodeConnectionTypes.AiLanguageModel}", displayName: "Model", required: ${requiredInput}, maxConnections: 1 }] : [{ type: "${NodeConnectionTypes.Main}" }] }}`;

const on = (operation: string, more: Record<string, unknown[]> = {}) => ({ show: { operation: [operation], ...more } }) as never;

const emptySet = {
	name: 'My cases',
	agent: 'support',
	cases: [
		{
			name: 'tells the warranty',
			input: { message: 'How long is the warranty on a coffee machine?' },
			expect: [{ assert: 'contains', text: '24 months' }],
		},
	],
};

const title = (kind: string) => kind[0]!.toUpperCase() + kind.slice(1);

const setFields: INodeProperties[] = [
	{
		displayName: 'Set From',
		name: 'setFrom',
		type: 'options',
		options: [
			{ name: 'Choose a Set', value: 'name', description: 'A published set, or one beside an agent' },
			{ name: 'Define as JSON', value: 'json', description: 'The set is in this node, or in an expression' },
			{ name: 'Included in Troupe', value: 'kind', description: 'A set for a kind of agents' },
		],
		default: 'kind',
		displayOptions: on('run'),
	},
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		options: [...setKinds].sort().map((kind) => ({ name: title(kind), value: kind })),
		default: 'support',
		description: 'What the agent does',
		displayOptions: on('run', { setFrom: ['kind'] }),
	},
	{
		displayName: 'Set Name',
		name: 'setName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'support-cases@^1',
		description: 'The name of the set. With a version range, it must come from the registry.',
		displayOptions: on('run', { setFrom: ['name'] }),
	},
	{
		displayName: 'Set',
		name: 'set',
		type: 'json',
		typeOptions: { rows: 12 },
		default: JSON.stringify(emptySet, null, 2),
		required: true,
		description: 'Cases with their messages and assertions',
		hint: 'The documentation of this node lists every field',
		displayOptions: on('run', { setFrom: ['json'] }),
	},
];

const agentFields: INodeProperties[] = [
	{
		displayName: 'Agent From',
		name: 'agentFrom',
		type: 'options',
		options: [
			{ name: 'Choose an Agent', value: 'name', description: 'An agent of the registry or of a file' },
			{ name: 'Define as JSON', value: 'json', description: 'Such as the one that a Troupe Agent before this node exports' },
			{ name: 'Set', value: 'set', description: 'The agent that the set names' },
		],
		default: 'set',
		displayOptions: on('run'),
	},
	{
		displayName: 'Agent ID',
		name: 'agent',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'support@^1.2',
		description: 'The ID of the agent. With a version range, it must come from the registry.',
		displayOptions: on('run', { agentFrom: ['name'] }),
	},
	{
		displayName: 'Agent Definition',
		name: 'definition',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '={{ $json.definition }}',
		required: true,
		description: 'The agent as JSON. A Troupe Agent with the operation Export puts it into the item.',
		displayOptions: on('run', { agentFrom: ['json'] }),
	},
];

const runFields: INodeProperties[] = [
	{
		displayName: 'Answers',
		name: 'answers',
		type: 'options',
		options: [
			{
				name: 'From a Connected Model',
				value: 'live',
				description: 'Asks the model for each case, and calls the tools that no fixture answers',
			},
			{ name: 'Recorded', value: 'recorded', description: 'Uses the recordings and answers of the set. Nothing is asked.' },
		],
		default: 'recorded',
		description: 'Where the answers come from',
		displayOptions: on('run'),
	},
	{
		displayName: 'Threshold',
		name: 'threshold',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 3 },
		default: 1,
		description: 'The share of cases that must pass, from 0 to 1',
		displayOptions: { show: { operation: ['run', 'score'] } },
	},
];

const scoreFields: INodeProperties[] = [
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		default: '={{ $json.input }}',
		description: 'What the person wrote. Only a judge reads it.',
		displayOptions: on('score'),
	},
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'string',
		default: '={{ $json.answer }}',
		required: true,
		description: 'The answer to score',
		displayOptions: on('score'),
	},
	{
		displayName: 'Compare By',
		name: 'compareBy',
		type: 'options',
		options: [
			{ name: 'Assertions', value: 'assertions', description: 'A list of assertions as JSON' },
			{ name: 'Contains', value: 'contains', description: 'The answer contains the expected text' },
			{ name: 'Equals', value: 'equals', description: 'The answer is the expected text' },
			{ name: 'Judge', value: 'rubric', description: 'A connected model judges by a rubric' },
			{ name: 'Similar Words', value: 'similar', description: 'The words of the answer are like those of the expected text' },
		],
		default: 'contains',
		displayOptions: on('score'),
	},
	{
		displayName: 'Expected',
		name: 'expected',
		type: 'string',
		default: '={{ $json.expected }}',
		required: true,
		description: 'The expected text',
		displayOptions: on('score', { compareBy: ['contains', 'equals', 'similar'] }),
	},
	{
		displayName: 'Rubric',
		name: 'rubric',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		placeholder: 'Answers the question politely, in at most three sentences.',
		description: 'What the judge decides about',
		displayOptions: on('score', { compareBy: ['rubric'] }),
	},
	{
		displayName: 'Min Similarity',
		name: 'minSimilarity',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
		default: 0.6,
		description: 'From 0 to 1. Words are compared, not meanings.',
		displayOptions: on('score', { compareBy: ['similar'] }),
	},
	{
		displayName: 'Assertions',
		name: 'assertions',
		type: 'json',
		typeOptions: { rows: 6 },
		default: JSON.stringify([{ assert: 'language', language: 'en' }], null, 2),
		required: true,
		description: 'Assertions on an answer, as in a set',
		displayOptions: on('score', { compareBy: ['assertions'] }),
	},
	{
		displayName: 'Use a Judge',
		name: 'useJudge',
		type: 'boolean',
		default: false,
		description: 'Whether a connected model judges rubrics among the assertions',
		displayOptions: on('score', { compareBy: ['assertions'] }),
	},
];

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Run Set', value: 'run', action: 'Run a set of cases', description: 'Run a set of cases against an agent' },
			{ name: 'Score Answers', value: 'score', action: 'Score answers', description: 'Score the answers in the items' },
		],
		default: 'run',
	},
	...setFields,
	...agentFields,
	...scoreFields,
	...runFields,
	stateField,
];

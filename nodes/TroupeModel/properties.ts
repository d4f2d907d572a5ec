import type { IDisplayOptions, INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { credentialKindField, credentialPlace } from '../shared/models/credential-fields';
import { modelFields, providerFields } from '../shared/models/model-fields';
import { maximumOutputTokens, reasoning, temperature } from '../shared/models/writing-fields';
import { standardOption } from '../shared/guardrails/standard-option';
import { optionsField, timeoutField } from '../shared/option-fields';
import { requiredInput } from '../shared/required-input';
import { stateField, stateNotice } from '../shared/state/state-field';

/** A connected model where one is chosen. */
export const inputs: INodeTypeDescription['inputs'] = `={{
	((parameters) => [
		'main',
		...(parameters.source === 'connected' ? [{ type: 'ai_languageModel', displayName: 'Model', required: ${requiredInput}, maxConnections: 1 }] : []),
	])($parameter)
}}`;

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Chat', value: 'chat', action: 'Ask a model', description: 'Send a prompt, optionally with images, and get a text' },
		{ name: 'Embed', value: 'embed', action: 'Embed texts', description: 'Turn texts into vectors for a vector store or a comparison' },
		{
			name: 'Estimate Cost',
			value: 'estimate',
			action: 'Estimate the cost of a call',
			description: 'Count the tokens of a prompt and price them, without calling a model',
		},
		{
			name: 'Extract Values',
			value: 'extract',
			action: 'Extract values from a text',
			description: 'Take numbers, dates, IDs, choices and short names from a text of others, whose orders nothing follows',
		},
		{
			name: 'List Models',
			value: 'list',
			action: 'List models',
			description: 'List the models of a provider with features, context length and price',
		},
		{
			name: 'Structured Output',
			value: 'structured',
			action: 'Get an object from a model',
			description: 'Send a prompt and a JSON schema, and get an object that fits the schema',
		},
	],
	default: 'chat',
};

const providers: INodePropertyOptions[] = Object.entries(providerFields).map(([value, { name }]) => ({ name, value }));
const connected = {
	name: 'Connected Chat Model',
	value: 'connected',
	description: "Any of n8n's chat model nodes, or Troupe Model Router, connected below this node",
};

const source = (options: INodePropertyOptions[], operations: string[]): INodeProperties => ({
	displayName: 'Model',
	name: 'source',
	type: 'options',
	options: options.sort((one, other) => one.name.localeCompare(other.name)),
	default: 'openai',
	description: 'The service or server that runs the model',
	displayOptions: { show: { operation: operations } },
});

const sources: INodeProperties[] = [
	source([...providers, connected], ['chat', 'structured', 'extract']),
	source([...providers], ['estimate', 'list']),
	source(
		providers.filter(({ value }) => providerFields[value as keyof typeof providerFields]?.embedding),
		['embed'],
	),
];

const asks: IDisplayOptions = { show: { operation: ['chat', 'structured', 'estimate'] } };

const prompt: INodeProperties[] = [
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.prompt }}',
		required: true,
		description: 'The text that the model answers',
		displayOptions: asks,
	},
	{
		displayName: 'System Prompt',
		name: 'system',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'Instructions for the model, such as its role and its tone',
		displayOptions: asks,
	},
	{
		displayName: 'Image Fields',
		name: 'imageFields',
		type: 'string',
		default: '',
		placeholder: 'data, photo',
		description: 'Names of the binary fields whose images are sent with the prompt, separated by commas. The model must accept images.',
		displayOptions: { show: { operation: ['chat', 'structured'] } },
	},
	{
		displayName: 'JSON Schema',
		name: 'schema',
		type: 'json',
		typeOptions: { rows: 10 },
		default: JSON.stringify(
			{
				type: 'object',
				properties: { name: { type: 'string' }, urgent: { type: 'boolean' } },
				required: ['name', 'urgent'],
				additionalProperties: false,
			},
			null,
			2,
		),
		required: true,
		description: 'The schema that the answer must fit. When it does not, the model gets one chance to correct it; then the node fails.',
		displayOptions: { show: { operation: ['structured'] } },
	},
];

const extracts: IDisplayOptions = { show: { operation: ['extract'] } };

const extract: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.text }}',
		required: true,
		description: 'The text that the values are taken from, such as a mail. Nothing follows an order in it.',
		displayOptions: extracts,
	},
	{
		displayName: 'Purpose of the Values',
		name: 'system',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'Pay invoices of our suppliers',
		description: 'What the values are for, so that the model finds the right ones',
		displayOptions: extracts,
	},
	{
		displayName: 'Schema of Values',
		name: 'schema',
		type: 'json',
		typeOptions: { rows: 10 },
		default: JSON.stringify(
			{
				type: 'object',
				properties: {
					number: { type: 'string', pattern: '[A-Z0-9-]{1,20}', description: 'The number of the invoice' },
					amount: { type: 'number' },
					due: { type: 'string', format: 'date' },
					kind: { enum: ['invoice', 'reminder', 'other'] },
				},
			},
			null,
			2,
		),
		required: true,
		description:
			'A JSON schema of numbers, dates, choices (enum), IDs with a pattern, and names with a small maxLength. A value that is not in the text is null.',
		displayOptions: extracts,
	},
];

const embed: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.text }}',
		required: true,
		description: 'The text to turn into a vector. An expression can also return a list of texts.',
		displayOptions: { show: { operation: ['embed'] } },
	},
];

const timeout = timeoutField(120, 3_600);

const writing = [maximumOutputTokens, reasoning, standardOption(), temperature, timeout];

const purpose: INodeProperties = {
	displayName: 'Purpose',
	name: 'purpose',
	type: 'options',
	options: [
		{ name: 'Document', value: 'document', description: 'A text that will be searched' },
		{ name: 'Query', value: 'query', description: 'A question or search term' },
	],
	default: 'document',
	description: 'What the text is used for. Some models embed documents and queries differently; others ignore it.',
};

export const properties: INodeProperties[] = [
	operation,
	...sources,
	credentialKindField({ hide: { source: ['connected'] } }),
	credentialPlace({ hide: { source: ['connected'] } }),
	...modelFields((provider) => ({ source: [provider], operation: ['chat', 'structured', 'extract', 'estimate'] })),
	...modelFields((provider) => ({ source: [provider], operation: ['embed'] }), 'embedding'),
	...prompt,
	...extract,
	...embed,
	optionsField(['chat', 'structured'], writing),
	optionsField(['extract'], [maximumOutputTokens, reasoning, standardOption(), timeout]),
	optionsField(['estimate'], [maximumOutputTokens]),
	optionsField(['embed'], [purpose, standardOption(), timeout]),
	optionsField(['list'], [timeout]),
	stateField,
	stateNotice({ hide: { source: ['connected'] } }),
];

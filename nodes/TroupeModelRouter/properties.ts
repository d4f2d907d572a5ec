import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { requiredInput } from '../shared/required-input';
import { credentialFields } from './credentials';
import { budgetFields } from '../shared/models/budget-fields';
import { conditionFields } from '../shared/models/condition-fields';
import { credentialKindField, credentialPlace } from '../shared/models/credential-fields';
import { modelFields, providerFields } from '../shared/models/model-fields';
import { maximumOutputTokens, reasoning, temperature } from '../shared/models/writing-fields';

const mostConnected = 10;

/** One input for each connected model that the list of models names. */
export const inputs: INodeTypeDescription['inputs'] = `={{
	((parameters) => {
		const named = (parameters.models?.model ?? []).filter(({ source }) => source === 'connected').map(({ input }) => Number(input) || 1);
		const count = Math.min(${mostConnected}, Math.max(0, ...named));
		return Array.from({ length: count }, (_, index) => ({ type: 'ai_languageModel', displayName: 'Model ' + (index + 1), maxConnections: 1, required: ${requiredInput} }));
	})($parameter)
}}`;

const connectedModel: INodePropertyOptions = {
	name: 'Connected Chat Model',
	value: 'connected',
	description: "Any of n8n's chat model nodes, or another Troupe Model Router, connected below this node",
};

const sources: INodePropertyOptions[] = [
	...Object.entries(providerFields).map(([value, { name }]) => ({ name, value, description: 'Uses a credential of this node' })),
	connectedModel,
].sort((one, other) => one.name.localeCompare(other.name));

const afterModel: INodeProperties[] = [
	{
		displayName: 'Input',
		name: 'input',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: mostConnected, numberPrecision: 0 },
		default: 1,
		description: 'The input below this node to which the chat model is connected: 1 is Model 1',
		displayOptions: { show: { source: ['connected'] } },
	},
	{
		displayName: 'Only When',
		name: 'when',
		type: 'collection',
		placeholder: 'Add Condition',
		default: {},
		description: 'Use this model only if all of these conditions are met',
		options: conditionFields,
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 3600 },
		default: 0,
		description: 'How long to wait for this model to send something before the next one is used; 0 means no limit',
	},
];

const models: INodeProperties = {
	displayName: 'Models',
	name: 'models',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Model',
	default: {
		model: [
			{ source: 'connected', input: 1 },
			{ source: 'connected', input: 2 },
		],
	},
	description: 'Used in this order: when one fails, the next one is used immediately. A single model has no fallback.',
	options: [
		{
			displayName: 'Model',
			name: 'model',
			values: [
				{ displayName: 'Model', name: 'source', type: 'options', options: sources, default: 'connected' },
				credentialKindField({ hide: { source: ['connected'] } }),
				...modelFields((provider) => ({ source: [provider] })),
				...afterModel,
			],
		},
	],
};

const howToConnect: INodeProperties = {
	displayName:
		'Connect a chat model to each input below this node. Every connected chat model has its own credential, so you can use several accounts and servers of one provider.',
	name: 'connectNotice',
	type: 'notice',
	default: '',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Max Attempts per Answer',
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
			default: 6,
			description: 'Max number of model calls for one answer, including retries',
		},
		maximumOutputTokens,
		reasoning,
		temperature,
	],
};

export const properties: INodeProperties[] = [howToConnect, models, ...credentialFields, credentialPlace(), budgetFields, options];

import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { budgetFields } from '../shared/models/budget-fields';
import { conditionFields } from '../shared/models/condition-fields';
import { modelFields, PROVIDERS } from '../shared/models/model-fields';
import { maximumOutputTokens, reasoning, temperature } from '../shared/models/writing-fields';

const MOST_CONNECTED = 10;

/** One input for each connected model that the list of models names. */
export const inputs: INodeTypeDescription['inputs'] = `={{
	((parameters) => {
		const named = (parameters.models?.model ?? []).filter(({ source }) => source === 'connected').map(({ input }) => Number(input) || 1);
		const count = Math.min(${MOST_CONNECTED}, Math.max(0, ...named));
		return Array.from({ length: count }, (_, index) => ({ type: 'ai_languageModel', displayName: 'Model ' + (index + 1), maxConnections: 1 }));
	})($parameter)
}}`;

const sources: INodePropertyOptions[] = [
	...Object.entries(PROVIDERS).map(([value, { name }]) => ({ name, value })),
	{ name: 'Connected Model', value: 'connected', description: "One of n8n's chat model nodes, connected below" },
].sort((one, other) => one.name.localeCompare(other.name));

const models: INodeProperties = {
	displayName: 'Models',
	name: 'models',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Model',
	default: { model: [{ source: 'openai', model: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' } }] },
	description: 'Asked in this order. When one fails, the next is asked at once; each only where its conditions hold.',
	options: [
		{
			displayName: 'Model',
			name: 'model',
			values: [
				{ displayName: 'Model From', name: 'source', type: 'options', options: sources, default: 'openai' },
				...modelFields((provider) => ({ source: [provider] })),
				{
					displayName: 'Input',
					name: 'input',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: MOST_CONNECTED, numberPrecision: 0 },
					default: 1,
					description: 'Which of the inputs below: 1 is Model 1',
					displayOptions: { show: { source: ['connected'] } },
				},
				{
					displayName: 'Only When',
					name: 'when',
					type: 'collection',
					placeholder: 'Add Condition',
					default: {},
					description: 'The model is asked only where all of these hold',
					options: conditionFields,
				},
				{
					displayName: 'Timeout (Seconds)',
					name: 'timeout',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: 3600 },
					default: 0,
					description:
						'After this time without an answer, of a stream without its next part, the next model is asked. 0 for as long as it takes.',
				},
			],
		},
	],
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Attempts for One Answer',
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
			default: 6,
			description: 'How many calls may be made for one answer, those that are tried again counted',
		},
		maximumOutputTokens,
		reasoning,
		temperature,
	],
};

/** The router's form. */
export const properties: INodeProperties[] = [models, budgetFields, options];

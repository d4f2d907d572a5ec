import type { INodeProperties } from 'n8n-workflow';

export const batchingField: INodeProperties = {
	displayName: 'Batch Processing',
	name: 'batching',
	type: 'collection',
	placeholder: 'Add Batch Processing Option',
	default: {},
	description: 'How many items are answered at the same time',
	options: [
		{
			displayName: 'Batch Size',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: 1,
			description: 'How many items are answered at the same time. With 1, items are answered one after the other.',
		},
		{
			displayName: 'Delay Between Batches',
			name: 'delayBetweenBatches',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'How long to wait before the next batch, in milliseconds. Helps to stay within the rate limit of a provider.',
		},
	],
};

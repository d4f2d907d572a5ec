import type { INodeProperties } from 'n8n-workflow';

/** Who answers from now on. */
export const modeFields: INodeProperties[] = [
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		placeholder: 'e.g. The customer wants a discount',
		description: 'Why, for the log of the contact',
		displayOptions: { show: { operation: ['handOver', 'pause', 'resume'] } },
	},
	{
		displayName: 'Summary',
		name: 'summary',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'What the person has to know, as a text or JSON. It is in the output, for the nodes that tell the person.',
		displayOptions: { show: { operation: ['handOver'] } },
	},
	{
		displayName: 'Minutes',
		name: 'minutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'When the agent answers again. 0 means when someone resumes it.',
		displayOptions: { show: { operation: ['handOver', 'pause'] } },
	},
];

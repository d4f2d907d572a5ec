import type { INodeProperties } from 'n8n-workflow';

const lastWords: INodeProperties = {
	displayName: 'Last Words',
	name: 'lastWords',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. A colleague will go on in a moment.',
	description: 'What the customer is told before the agent is silent. Texts that come later are not sent.',
	displayOptions: { show: { operation: ['handOver'], '@tool': [false] } },
};

export const modeFields: INodeProperties[] = [
	lastWords,
	{
		...lastWords,
		// As the editor's button "let the model fill the field" writes it.
		default:
			"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Last_Words', `One or two sentences that tell the customer, in their language, that a person will go on`, 'string') }}",
		displayOptions: { show: { operation: ['handOver'], '@tool': [true] } },
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		placeholder: 'e.g. The customer wants a discount',
		description: 'Why, for the log of the contact',
		displayOptions: { show: { operation: ['handOver', 'noAnswer', 'pause', 'resume'] } },
	},
	{
		displayName: 'Summary',
		name: 'summary',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description:
			'What the person has to know: a text, or JSON with the fields name, company, phone, city, need, urgency, temperature, nextStep and notes. The desk of the channel gets it.',
		displayOptions: { show: { operation: ['handOver'] } },
	},
	{
		displayName: 'Minutes',
		name: 'minutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'When the agent answers again; after a hand-over, if no person has written by then. 0 means when someone resumes it.',
		displayOptions: { show: { operation: ['handOver', 'pause'] } },
	},
];

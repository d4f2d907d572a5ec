import type { INodeProperties } from 'n8n-workflow';

/** Opening hours, and when the channel writes by itself. */
export const hoursOptions: INodeProperties[] = [
	{
		displayName: 'Business Hours',
		name: 'hours',
		type: 'string',
		default: '',
		placeholder: 'mon-fri 09:00-12:00 13:00-18:00; sat 09:00-12:00',
		description: 'When the channel is open: days and hours, separated by semicolons. Leave empty for always.',
	},
	{
		displayName: 'Follow-Ups',
		name: 'followUps',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: '2h Can I still help you?',
		description:
			'What a silent customer gets: one line for each message, with a time (m, h or d) and a text. A line with a time only starts the workflow, with the event customer-silent.',
	},
	{
		displayName: 'Follow-Ups End After (Days)',
		name: 'followUpUntil',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 69 },
		default: 30,
		description: 'No follow-up goes out so long after the last message of the customer',
	},
	{
		displayName: 'Holidays',
		name: 'holidays',
		type: 'string',
		default: '',
		placeholder: 'BR; 12-24 09:00-12:00; 12-31',
		description:
			'Days that are closed or have other hours, separated by semicolons: dates, days of each year, or BR for the national holidays of Brazil',
	},
	{
		displayName: 'Quiet Hours',
		name: 'quietHours',
		type: 'string',
		default: '',
		placeholder: '20:00-08:00; sun; sat 12:00-24:00',
		description: 'When follow-ups wait, apart from the business hours, separated by semicolons. Answers do not wait.',
	},
	{
		displayName: 'Text When Closed',
		name: 'closedText',
		type: 'string',
		default: '',
		placeholder: 'We are back on {opens}.',
		description: 'What a customer gets who writes outside of the hours, once until the channel opens. Leave empty for nothing.',
	},
	{
		displayName: 'Time Zone of the Hours',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'America/Sao_Paulo',
		description: 'Of the business hours and the quiet hours. Leave empty for that of the workflow.',
	},
	{
		displayName: 'When Closed',
		name: 'whenClosed',
		type: 'options',
		options: [
			{ name: 'Answer', value: 'answer', description: 'The workflow starts, and its facts say that the channel is closed' },
			{ name: 'Wait', value: 'wait', description: 'The workflow starts when the channel opens' },
		],
		default: 'answer',
		description: 'What happens to messages outside of the hours',
	},
];

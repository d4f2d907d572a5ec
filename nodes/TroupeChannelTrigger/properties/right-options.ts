import type { INodeProperties } from 'n8n-workflow';

export const rightOptions: INodeProperties[] = [
	{
		displayName: 'Requests Handled by Troupe',
		name: 'demands',
		type: 'options',
		options: [
			{ name: 'Opt-Outs and Data Requests', value: 'all', description: 'Troupe answers both, and the workflow does not start' },
			{ name: 'Opt-Outs Only', value: 'stop', description: 'Requests about data start the workflow, which has to note them' },
		],
		default: 'all',
		description: 'Requests of customers that Troupe answers by itself, without the workflow',
	},
	{
		displayName: 'Opt-Out and Data Answers',
		name: 'rightTexts',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'opt-out pt Pronto, paramos por aqui. Protocolo: {protocol}.',
		description:
			'Answers in place of those of Troupe, one a line: opt-out, wrong-number, erasure, access or opt-in, then en or pt, then the text',
	},
	{
		displayName: 'Opt-Out and Data Words',
		name: 'rightWords',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'opt-out chega',
		description: 'Messages that also count as such a request, one a line: opt-out, wrong-number, erasure, access or opt-in, then the words',
	},
	{
		displayName: 'Required Legal Bases',
		name: 'requiredBases',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'follow-ups marketing',
		description:
			'Messages that are sent only with a recorded legal basis, one a line: follow-ups, templates or first-messages, then the purpose, then perhaps the basis, such as consent',
	},
];

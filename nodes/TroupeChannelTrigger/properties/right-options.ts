import type { INodeProperties } from 'n8n-workflow';

/** The options about what customers demand. */
export const rightOptions: INodeProperties[] = [
	{
		displayName: 'Demands',
		name: 'demands',
		type: 'options',
		options: [
			{ name: 'All', value: 'all', description: 'Opt-outs and requests about data are done or noted before the workflow' },
			{ name: 'Only Opt-Outs', value: 'stop', description: 'Requests about data go to the workflow, which has to note them' },
		],
		default: 'all',
		description: 'What customers demand that needs no workflow. That messages stop is always heard.',
	},
	{
		displayName: 'Texts for Demands',
		name: 'rightTexts',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'opt-out pt Pronto, paramos por aqui. Protocolo: {protocol}.',
		description:
			'Answers in place of those of Troupe, one a line: opt-out, wrong-number, erasure, access or opt-in, then en or pt, then the text',
	},
	{
		displayName: 'Words for Demands',
		name: 'rightWords',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'opt-out chega',
		description: 'Messages that are demands, too, one a line: opt-out, wrong-number, erasure, access or opt-in, then the words',
	},
];

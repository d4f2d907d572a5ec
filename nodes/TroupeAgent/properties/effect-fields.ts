import type { INodeProperties } from 'n8n-workflow';

export const effectFields: INodeProperties[] = [
	{
		displayName: 'Tools',
		name: 'tools',
		type: 'string',
		default: '',
		placeholder: 'look_up, search_*',
		description: 'Names of connected tools, separated by commas; * matches any characters',
	},
	{
		displayName: 'Effect',
		name: 'effect',
		type: 'options',
		options: [
			{ name: 'Cannot Be Undone', value: 'irreversible', description: 'Such as a message that is sent or data that is deleted' },
			{ name: 'Can Be Undone', value: 'reversible', description: 'The same system can undo it, such as a changed field' },
			{ name: 'Can Be Undone Elsewhere', value: 'reversible-elsewhere', description: 'Only somebody else can undo it, such as a bank' },
			{ name: 'Only Reads', value: 'reads', description: 'It changes nothing' },
		],
		default: 'irreversible',
		description: 'How far a call of these tools reaches',
	},
];

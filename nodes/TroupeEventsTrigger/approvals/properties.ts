import type { INodeProperties } from 'n8n-workflow';
import { tenantsField } from '../records/tenants-field';

const names = (displayName: string, name: string, placeholder: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder,
	hint: 'Leave empty for all',
	description,
});

export const properties: INodeProperties[] = [
	{
		displayName: 'An event must match every field that you fill in.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		// n8n makes actions of a field with the name Events, and then shows the trigger as a second node.
		displayName: 'Start When',
		name: 'events',
		type: 'multiOptions',
		options: [
			{ name: 'Person Decided', value: 'decided', description: 'A person decided, and the run continues' },
			{ name: 'Timed Out', value: 'timed-out', description: 'Nobody decided in time' },
			{ name: 'Waits for a Person', value: 'waiting', description: 'A run needs an approval or an answer' },
		],
		default: ['waiting'],
		hint: 'Leave empty for all',
		description: 'What starts the workflow',
	},
	names('Agents', 'agents', 'clerk, support*', 'IDs of agents, separated by commas; * stands for any characters'),
	names(
		'Approvers',
		'approvers',
		'order desk',
		'Who should decide, as the agent names them, separated by commas; * stands for any characters',
	),
	names('Tools', 'tools', 'refund_*', 'Tools to approve, separated by commas; * stands for any characters'),
	tenantsField('Whose agents start the workflow'),
];

import type { INodeProperties } from 'n8n-workflow';

export const toolPermissionFields: INodeProperties[] = [
	{
		displayName: 'Tools Without Approval',
		name: 'toolPermission',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'All Tools', value: 'all', description: 'The agent calls every tool without approval' },
			{ name: 'Chosen Tools', value: 'chosen', description: 'The agent calls the tools that you choose and tools that only read' },
			{ name: 'No Tools', value: 'none', description: 'A person decides about every call' },
			{
				name: 'Tools That Only Read',
				value: 'read',
				description: 'Searches, look-ups and calculations. A person decides about all other calls.',
			},
		],
		default: 'read',
		description: 'Which tools the agent calls without approval. For other tools, the run waits until a person approves the call.',
	},
	{
		displayName: 'Allowed Tools',
		name: 'allowedTools',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'listTools', loadOptionsDependsOn: ['nodeKey'] },
		default: [],
		description:
			'The tools connected to this node. Run the node once to fill the list. Choose from the list, or specify names using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: { show: { toolPermission: ['chosen'] } },
	},
	{
		displayName: 'Node Key',
		name: 'nodeKey',
		type: 'hidden',
		default: '={{ $workflow.id + " " + $nodeId }}',
		displayOptions: { show: { toolPermission: ['chosen'] } },
	},
];

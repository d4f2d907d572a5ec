import type { INodeProperties } from 'n8n-workflow';
import { defaultDefinition } from '../TroupeAgent/request/default-definition';

const show = (...operation: string[]) => ({ show: { operation } });

const agent: INodeProperties[] = [
	{
		displayName: 'Agent From',
		name: 'agentSource',
		type: 'options',
		options: [
			{ name: 'Choose an Agent', value: 'id', description: 'An agent of this n8n or of the service' },
			{ name: 'Define as JSON', value: 'definition', description: 'An agent that nobody has approved yet, as JSON' },
		],
		default: 'definition',
		description: 'Where the agent comes from',
		displayOptions: show('runAgent'),
	},
	{
		displayName: 'Agent Definition',
		name: 'definition',
		type: 'json',
		typeOptions: { rows: 14 },
		default: JSON.stringify(defaultDefinition, null, 2),
		required: true,
		description: 'The agent as JSON. For an approval, use the text that was published: the report has its hash.',
		displayOptions: { show: { operation: ['runAgent'], agentSource: ['definition'] } },
	},
	{
		displayName: 'Agent ID',
		name: 'agentId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'support@^1.2',
		description: 'The ID, with a version range for a published agent',
		displayOptions: { show: { operation: ['runAgent'], agentSource: ['id'] } },
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '={{ $json.chatInput ?? $json.text ?? $json.message ?? $json.body?.message }}',
		required: true,
		description: 'What the agent answers',
		displayOptions: show('runAgent'),
	},
];

const process: INodeProperties[] = [
	{
		displayName: 'BPMN',
		name: 'bpmn',
		type: 'string',
		typeOptions: { editor: 'htmlEditor', rows: 10 },
		default: '',
		required: true,
		description: 'The process as BPMN XML. It runs on an engine of its own, in memory.',
		displayOptions: show('runProcess'),
	},
	{
		displayName: 'Variables as JSON',
		name: 'variables',
		type: 'json',
		default: '={{ $json }}',
		description: 'The variables that the instance starts with',
		displayOptions: show('runProcess'),
	},
];

const nodes: INodeProperties[] = [
	{
		displayName: 'Workflow',
		name: 'workflow',
		type: 'json',
		typeOptions: { rows: 14 },
		default: '{\n  "name": "My workflow",\n  "nodes": [],\n  "connections": {}\n}',
		required: true,
		description: 'The workflow as n8n exports it. This n8n or that of the service runs it.',
		displayOptions: show('runWorkflow'),
	},
	{
		displayName: 'Node Type',
		name: 'nodeType',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'n8n-nodes-base.httpRequest@4.2',
		description: 'Package, node and, if needed, version',
		displayOptions: show('runNode'),
	},
	{
		displayName: 'Parameters',
		name: 'parameters',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '{}',
		description: "The node's parameters, as n8n shows them when the node is copied",
		displayOptions: show('runNode'),
	},
	{
		displayName: 'Items',
		name: 'items',
		type: 'json',
		default: '={{ [$json] }}',
		description: 'The data of the items that the first node gets, as a list',
		displayOptions: show('runNode', 'runWorkflow'),
	},
];

const packages: INodeProperties[] = [
	{
		displayName: 'Package From',
		name: 'packageSource',
		type: 'options',
		options: [
			{ name: 'Installed', value: 'name', description: 'A package that this n8n or that of the service has' },
			{ name: 'Tarball', value: 'tarball', description: 'A file of npm pack in the input item' },
		],
		default: 'name',
		description: 'Where the package comes from',
		displayOptions: show('runPackage'),
	},
	{
		displayName: 'Package Name',
		name: 'packageName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'n8n-nodes-weather',
		displayOptions: { show: { operation: ['runPackage'], packageSource: ['name'] } },
	},
	{
		displayName: 'Input Binary Field',
		name: 'tarballField',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the field with the tarball (.tgz), of at most 10 MB',
		displayOptions: { show: { operation: ['runPackage'], packageSource: ['tarball'] } },
	},
];

export const definitionFields: INodeProperties[] = [...agent, ...process, ...nodes, ...packages];

/** Requests that a run may make, and what answers them. */
export const rules: INodeProperties = {
	displayName: 'Requests',
	name: 'rules',
	type: 'collection',
	placeholder: 'Add Rule',
	default: {},
	description:
		'What answers the requests of the run. Without a rule, a request is refused. In this n8n, no model has a key: use stand-ins or recordings.',
	displayOptions: { hide: { operation: ['report'] } },
	options: [
		{
			displayName: 'Allow',
			name: 'allow',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'GET api.example.com',
			description: 'Requests that are made, one on each line. At a service, its operator has to permit them.',
		},
		{
			displayName: 'Capabilities',
			name: 'capabilities',
			type: 'json',
			default: '{"version": 1, "requests": []}',
			description: 'A list of capabilities. A request that it does not contain is refused.',
		},
		{
			displayName: 'Case',
			name: 'case',
			type: 'string',
			default: '',
			description: 'Which of several recordings answers',
		},
		{
			displayName: 'Recordings',
			name: 'recordings',
			type: 'json',
			default: '{}',
			description: 'Recordings of troupe eval record, which answer in place of models, tools and services',
		},
		{
			displayName: 'Stand-Ins',
			name: 'standIn',
			type: 'string',
			typeOptions: { rows: 2 },
			default: 'openai',
			description: 'Stand-ins that answer, one on each line: openai, anthropic, google, or HOST=NAME',
		},
	],
};

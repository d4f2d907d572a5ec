import type { INodeProperties } from 'n8n-workflow';
import { sandboxLevels } from '../../core/ports/sandbox/levels';
import { credentialPlace } from '../shared/models/credential-fields';
import { optionsField } from '../shared/option-fields';
import { definitionFields, rules } from './definition-fields';
import { definitionOptions } from './definition-options';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Run Script',
			value: 'run',
			action: 'Run a script',
			description: 'Run JavaScript without network, files and environment, and get what it prints',
		},
		{
			name: 'Run Agent',
			value: 'runAgent',
			action: 'Run an agent',
			description: 'Run an agent that nobody has approved, and get its outcome',
		},
		{
			name: 'Run Node',
			value: 'runNode',
			action: 'Run a node',
			description: 'Run one node of n8n, and get what it returns',
		},
		{
			name: 'Run Package',
			value: 'runPackage',
			action: 'Run a package',
			description: 'Load all nodes of a package, and get what they say about themselves',
		},
		{
			name: 'Run Process',
			value: 'runProcess',
			action: 'Run a process',
			description: 'Run an instance of a BPMN process, and get how it ended',
		},
		{
			name: 'Run Workflow',
			value: 'runWorkflow',
			action: 'Run a workflow',
			description: 'Run a workflow of n8n, and get what its nodes return',
		},
		{
			name: 'Get Report',
			value: 'report',
			action: 'Get a report',
			description: 'Get the report of a run of the Troupe service, signed if the service has a key',
		},
	],
	default: 'run',
};

const show = (name: string) => ({ show: { operation: [name] } });

/** All but a script. */
const definitionRuns = ['runAgent', 'runNode', 'runPackage', 'runProcess', 'runWorkflow'];

const runOn: INodeProperties = {
	displayName: 'Run On',
	name: 'runOn',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'This n8n', value: 'own', description: 'The machine of this n8n' },
		{ name: 'Troupe Service', value: 'service', description: 'The sandbox of a troupe serve, with its credential' },
	],
	default: 'own',
	description: 'Where it runs, isolated',
	displayOptions: { hide: { operation: ['report'] } },
};

const levels: Record<(typeof sandboxLevels)[number], string> = {
	L0: "A process of its own with Node's permission model. No boundary against malicious code: the network is open.",
	'L0+': 'L0 inside Landlock and seccomp, which the Linux kernel enforces',
	L1: 'L0+ inside bubblewrap, with namespaces of its own',
	L2: 'L1 in a control group, whose limits the kernel holds at every moment',
	L3: 'L0+ in a container of Docker or Podman, with an image of its own',
};

const script: INodeProperties[] = [
	{
		displayName: 'Script',
		name: 'source',
		type: 'string',
		typeOptions: { editor: 'codeNodeEditor', editorLanguage: 'javaScript', rows: 8 },
		default: "// Read the input with require('fs').readFileSync(0, 'utf8').\nconsole.log(1 + 1);",
		required: true,
		description: "CommonJS, as a file that Node runs. It can use Node's own modules, and prints its result.",
		displayOptions: show('run'),
	},
	{
		displayName: 'Input',
		name: 'input',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '={{ JSON.stringify($json) }}',
		description: 'The standard input of the script',
		displayOptions: show('run'),
	},
	{
		displayName: 'Least Level',
		name: 'level',
		type: 'options',
		options: sandboxLevels.map((value) => ({ name: value, value, description: levels[value] })),
		default: 'L0+',
		description: 'How far the run has to be isolated. Where this is not reached, nothing runs. The highest level that is there is used.',
		displayOptions: { hide: { operation: ['report'] } },
	},
];

const runId: INodeProperties = {
	displayName: 'Run ID',
	name: 'runId',
	type: 'string',
	default: '={{ $json.runId }}',
	required: true,
	description: 'The runId that the run returned. The service keeps runs for a week, unless its operator says otherwise.',
	displayOptions: show('report'),
};

const options: INodeProperties[] = [
	{
		displayName: 'Max Memory (MB)',
		name: 'memory',
		type: 'number',
		typeOptions: { minValue: 96, maxValue: 1024 },
		default: 256,
		description: 'A run that needs more is stopped. Node itself needs 50 MB, an agent or a process 300 MB, n8n 500 MB.',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'time',
		type: 'number',
		typeOptions: { minValue: 0.1, maxValue: 300 },
		default: 10,
		description: 'A run that takes longer is stopped: a script after 60 seconds at most',
	},
	{
		displayName: 'Return Report',
		name: 'report',
		type: 'boolean',
		default: false,
		description: 'Whether to return the whole report, with what the level does not stop',
	},
];

export const properties: INodeProperties[] = [
	operation,
	runOn,
	credentialPlace({ hide: { runOn: ['own'] } }),
	...definitionFields,
	...script,
	runId,
	rules,
	optionsField(['run', ...definitionRuns], [...options, ...definitionOptions]),
];

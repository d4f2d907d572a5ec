import type { INodeProperties } from 'n8n-workflow';
import { sandboxLevels } from '../../core/ports';
import { optionsField } from '../shared/option-fields';

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
			name: 'Get Report',
			value: 'report',
			action: 'Get a report',
			description: 'Get the report of a run of the Troupe service, signed if the service has a key',
		},
	],
	default: 'run',
};

const show = (name: string) => ({ show: { operation: [name] } });

const levels: Record<(typeof sandboxLevels)[number], string> = {
	L0: "A process of its own with Node's permission model. No boundary against malicious code: the network is open.",
	'L0+': 'L0 inside Landlock and seccomp, which the Linux kernel enforces',
	L1: 'L0+ inside bubblewrap, with namespaces of its own',
	L2: 'L1 in a control group, whose limits the kernel holds at every moment',
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
		description: 'How far the script has to be isolated. Where this is not reached, nothing runs. The highest level that is there is used.',
		displayOptions: show('run'),
	},
];

const runId: INodeProperties = {
	displayName: 'Run ID',
	name: 'runId',
	type: 'string',
	default: '={{ $json.runId }}',
	required: true,
	description: 'The runId that Run Script returned. The service stores a run for an hour.',
	displayOptions: show('report'),
};

const options: INodeProperties[] = [
	{
		displayName: 'Max Memory (MB)',
		name: 'memory',
		type: 'number',
		typeOptions: { minValue: 96, maxValue: 1024 },
		default: 256,
		description: 'A script that needs more is stopped. Node itself needs 50 MB.',
	},
	{
		displayName: 'Max Time (Seconds)',
		name: 'time',
		type: 'number',
		typeOptions: { minValue: 0.1, maxValue: 60 },
		default: 10,
		description: 'A script that takes longer is stopped',
	},
	{
		displayName: 'Return Report',
		name: 'report',
		type: 'boolean',
		default: false,
		description: 'Whether to return the whole report, with what the level does not stop',
	},
];

/** The sandbox node's form. */
export const properties: INodeProperties[] = [
	operation,
	{
		displayName: 'With the credential of a Troupe service, the script runs there. Without one, it runs on the machine of this n8n.',
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: show('run'),
	},
	...script,
	runId,
	optionsField(['run'], options),
];

import type { INodeProperties } from 'n8n-workflow';
import { changeFields } from './change';
import { findFields } from './find';
import { labelProperties } from './label';
import { type Operation, operationField } from './operation-field';
import { rolloutProperties } from './rollout';
import { switchProperties } from './switch';

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	// The commonest first, as their operations.
	options: [
		{ name: 'Agent', value: 'agent', description: 'A published agent and its versions' },
		{ name: 'Prompt', value: 'prompt', description: 'A published prompt with variables, and its versions' },
		{ name: 'Policy', value: 'policy', description: 'A published guardrail policy, which tenants and jobs name' },
		{ name: 'Template', value: 'template', description: 'A published template. Publish it with the command `troupe template`.' },
		{
			name: 'Evaluation Set',
			value: 'evaluation',
			description: 'A published set of cases. Publish it with the command `troupe manifest`.',
		},
		{ name: 'Package', value: 'package', description: 'A package of nodes. Publish it with the command `troupe manifest`.' },
		{ name: 'Rollout', value: 'rollout', description: 'Gives a new version to more and more instances' },
		{ name: 'Label', value: 'label', description: 'Points to a version, such as production' },
		{ name: 'Switch', value: 'switch', description: 'Turns agents, tools, channels and origins off and on' },
	],
	default: 'agent',
};

const find = (a: string, many: string): Operation[] => [
	{
		reads: true,
		name: 'Compare',
		value: 'compare',
		action: `Compare two versions of ${a}`,
		description: 'Show what changed, and which version number the change needs',
	},
	{ reads: true, name: 'Get', value: 'get', action: `Get ${a}`, description: 'Get one version with its content, approvals and state' },
	{ reads: true, name: 'Get Many', value: 'getAll', action: `Get many ${many}`, description: 'List versions, filtered by name and state' },
	{ reads: true, name: 'Resolve', value: 'resolve', action: `Resolve ${a}`, description: 'Find the best version in a range' },
	{
		reads: true,
		name: 'Search',
		value: 'search',
		action: `Search ${many}`,
		description: 'Find what can do a job, best match first, with reasons',
	},
];

/** Operations on a published version. */
const decide = (a: string): Operation[] => [
	{
		reads: false,
		name: 'Approve',
		value: 'approve',
		action: `Approve ${a}`,
		description: 'Approve a version that someone else published',
	},
	{
		reads: false,
		name: 'Deprecate',
		value: 'deprecate',
		action: `Deprecate ${a}`,
		description: 'Warn everyone who runs the version and name its successor',
	},
	{ reads: false, name: 'Reject', value: 'reject', action: `Reject ${a}`, description: 'Send a draft back to its author with a reason' },
	{ reads: false, name: 'Revoke', value: 'revoke', action: `Revoke ${a}`, description: 'Permanently stop this version everywhere' },
	{ reads: false, name: 'Roll Back', value: 'rollBack', action: `Roll back ${a}`, description: 'Go back to an earlier version' },
];

const change = (a: string): Operation[] => [
	{
		reads: false,
		name: 'Publish',
		value: 'publish',
		action: `Publish ${a}`,
		description: 'Add a version. It is a draft until it is approved.',
	},
	...decide(a),
];

/** The commonest first: the picker lists them in this order. */
const order = ['approve', 'getAll', 'get', 'search', 'publish', 'reject', 'compare', 'resolve', 'rollBack', 'deprecate', 'revoke'];
const sorted = (operations: Operation[]) =>
	operations.sort((one, other) => order.indexOf(one.value as string) - order.indexOf(other.value as string));

export const properties: INodeProperties[] = [
	resource,
	...operationField(['agent'], sorted([...find('an agent', 'agents'), ...change('an agent')]), 'search'),
	...operationField(['prompt'], sorted([...find('a prompt', 'prompts'), ...change('a prompt')]), 'search'),
	...operationField(['policy'], sorted([...find('a policy', 'policies'), ...change('a policy')]), 'search'),
	...operationField(['template'], sorted([...find('a template', 'templates'), ...decide('a template')]), 'getAll'),
	...operationField(['evaluation'], sorted([...find('an evaluation set', 'evaluation sets'), ...decide('an evaluation set')]), 'getAll'),
	...operationField(['package'], sorted(find('a package', 'packages')), 'getAll'),
	...findFields,
	...changeFields,
	...labelProperties,
	...rolloutProperties,
	...switchProperties,
];

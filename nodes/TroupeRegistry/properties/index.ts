import type { INodeProperties } from 'n8n-workflow';
import { changeFields } from './change';
import { findFields } from './find';
import { flagProperties } from './flag';
import { type Operation, operationField } from './operation-field';
import { rolloutProperties } from './rollout';

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Agent', value: 'agent', description: 'A definition that was published, in all its versions' },
		{ name: 'Flag', value: 'flag', description: 'Switches something on or off for a tenant' },
		{ name: 'Package', value: 'package', description: 'A package of nodes; published with `troupe manifest`, looked at here' },
		{ name: 'Prompt', value: 'prompt', description: 'A text with variables, in all its versions' },
		{ name: 'Rollout', value: 'rollout', description: 'Gives a new version to a growing share of the instances' },
	],
	default: 'agent',
};

const find = (a: string, many: string): Operation[] => [
	{
		reads: true,
		name: 'Compare',
		value: 'compare',
		action: `Compare two versions of ${a}`,
		description: 'What changed, and what version it asks for',
	},
	{ reads: true, name: 'Get', value: 'get', action: `Get ${a}`, description: 'One version, with its content, its approvals and its state' },
	{ reads: true, name: 'Get Many', value: 'getAll', action: `Get many ${many}`, description: 'A list, by name and state' },
	{ reads: true, name: 'Resolve', value: 'resolve', action: `Resolve ${a}`, description: 'The best version in a range' },
	{ reads: true, name: 'Search', value: 'search', action: `Search ${many}`, description: 'Who can do something, best first, with reasons' },
];

const change = (a: string): Operation[] => [
	{ reads: false, name: 'Approve', value: 'approve', action: `Approve ${a}`, description: 'Say yes to what somebody else published' },
	{
		reads: false,
		name: 'Deprecate',
		value: 'deprecate',
		action: `Deprecate ${a}`,
		description: 'Warn whoever runs it, and name the successor',
	},
	{ reads: false, name: 'Publish', value: 'publish', action: `Publish ${a}`, description: 'Add a version: a draft, until it is approved' },
	{ reads: false, name: 'Revoke', value: 'revoke', action: `Revoke ${a}`, description: 'Never let this version run again, anywhere' },
	{ reads: false, name: 'Roll Back', value: 'rollBack', action: `Roll back ${a}`, description: 'Go back to an earlier version' },
];

const sorted = (operations: Operation[]) => operations.sort((one, other) => one.name.localeCompare(other.name));

/** The registry node's form. */
export const properties: INodeProperties[] = [
	resource,
	...operationField(['agent'], sorted([...find('an agent', 'agents'), ...change('an agent')]), 'search'),
	...operationField(['prompt'], sorted([...find('a prompt', 'prompts'), ...change('a prompt')]), 'search'),
	...operationField(['package'], sorted(find('a package', 'packages')), 'getAll'),
	...findFields,
	...changeFields,
	...flagProperties,
	...rolloutProperties,
];

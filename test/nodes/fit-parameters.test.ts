import * as library from 'n8n-workflow';
import type { INode, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { fitParameters } from '../../providers/tools/n8n-node/program/fit-parameters';
import { fillPasswords } from '../../providers/tools/n8n-node/program/passwords';

const option = (value: string | number) => ({ name: String(value), value });
const properties: INodeProperties[] = [
	{ displayName: 'Resource', name: 'resource', type: 'options', options: [option('lead'), option('list')], default: 'lead' },
	{ displayName: 'Level', name: 'level', type: 'options', options: [option(1), option(2)], default: 1 },
	{
		...{ displayName: 'Range', name: 'range', type: 'number' as const, default: 0 },
		displayOptions: { hide: { board: [''] } },
	},
	{ displayName: 'Range', name: 'range', type: 'boolean', default: false, displayOptions: { show: { board: [''] } } },
	// One name with two types: which one it is depends on the resource.
	{ displayName: 'Id', name: 'id', type: 'string', default: '', displayOptions: { show: { resource: ['lead'] } } },
	{ displayName: 'Id', name: 'id', type: 'number', default: 0, displayOptions: { show: { resource: ['list'] } } },
	{ displayName: 'Active', name: 'active', type: 'boolean', default: false },
	{ displayName: 'Tags', name: 'tags', type: 'multiOptions', options: [option('a'), option('b')], default: [] },
	{ displayName: 'Notes', name: 'notes', type: 'string', typeOptions: { multipleValues: true }, default: [] },
	{ displayName: 'Body', name: 'body', type: 'json', default: '' },
	{ displayName: 'Due', name: 'due', type: 'dateTime', default: '' },
	{ displayName: 'Key', name: 'key', type: 'string', typeOptions: { password: true }, default: '' },
	{
		...{ displayName: 'Board', name: 'board', type: 'resourceLocator', default: { mode: 'list', value: '' } },
		modes: ['list', 'id'].map((name) => ({ displayName: name, name, type: 'string' as const })),
	},
	{
		...{ displayName: 'Options', name: 'options', type: 'collection', default: {} },
		options: [{ displayName: 'Limit', name: 'limit', type: 'number', default: 10 }],
	},
	{
		...{ displayName: 'Headers', name: 'headers', type: 'fixedCollection', default: {}, typeOptions: { multipleValues: true } },
		options: [
			{
				...{ displayName: 'Header', name: 'header' },
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '' },
					{ displayName: 'Secret', name: 'secret', type: 'string', typeOptions: { password: true }, default: '' },
				],
			},
		],
	},
];
const description = { name: 'shop', version: 1, inputs: ['main'], outputs: ['main'], properties } as unknown as INodeTypeDescription;
const node: INode = { id: '1', name: 'shop', type: 'n8n-nodes-shop.shop', typeVersion: 1, position: [0, 0], parameters: {} };
const readSecret = async (name: string) => `value of ${name}`;
const fit = (data: Record<string, unknown>, parameters = {}) =>
	fitParameters(data, library, { ...node, parameters }, description, readSecret);

it.each([
	[{ level: '2' }, { level: 2 }],
	[{ id: 7 }, { id: '7' }],
	[
		{ resource: 'list', id: '7' },
		{ resource: 'list', id: 7 },
	],
	[
		{ resource: 'list', id: '1763900000.000100' },
		{ resource: 'list', id: '1763900000.000100' },
	],
	[{ active: 'true' }, { active: true }],
	[{ tags: 'a, b' }, { tags: ['a', 'b'] }],
	[{ tags: '["a"]' }, { tags: ['a'] }],
	[{ notes: 'one' }, { notes: ['one'] }],
	[{ notes: ['one', 2] }, { notes: ['one', '2'] }],
	[{ body: { a: [1] } }, { body: '{"a":[1]}' }],
	[{ due: '2026-01-01' }, { due: '2026-01-01' }],
	[{ board: 'B1' }, { board: { __rl: true, mode: 'id', value: 'B1' } }],
	[{ board: { mode: 'list', value: 'B1' } }, { board: { __rl: true, mode: 'list', value: 'B1' } }],
	[{ options: '{"limit":"5"}' }, { options: { limit: 5 } }],
	[{ options: { limit: null } }, { options: {} }],
	[{ headers: { header: { name: 'a' } } }, { headers: { header: [{ name: 'a' }] } }],
	[{ headers: { header: [{ name: 1, secret: '${X}' }] } }, { headers: { header: [{ name: '1', secret: 'value of X' }] } }],
	[{ key: '${CRM}' }, { key: 'value of CRM' }],
	[{ level: null, id: undefined }, {}],
])('%j becomes %j', async (data, expected) => {
	expect(await fit(data)).toEqual(expected);
});

it('a reference decides what is shown, as choices do', async () => {
	const board = { __rl: true, mode: 'id', value: 'B1' };
	expect(await fit({ board: 'B1', range: '5' })).toEqual({ board, range: 5 });
	expect(await fit({ board: { mode: 'id', value: 'B1' }, range: '5' })).toEqual({ board, range: 5 });
	expect(await fit({ range: 'true' })).toEqual({ range: true });
});

it('the header decides with the variables what is shown', async () => {
	expect(await fit({ id: '7' }, { resource: 'list' })).toEqual({ id: 7 });
});

it.each([
	[{ activ: true }, 'The node has no parameter "activ". Did you mean "active"?'],
	[{ options: { limits: 1 } }, 'The node has no parameter "options.limits". Did you mean "limit"?'],
	[{ headers: { head: {} } }, 'The node has no parameter "headers.head".'],
	[{ active: 'yes' }, 'The parameter "active" is a text; true or false is expected.'],
	[{ options: { limit: 'many' } }, 'The parameter "options.limit" is a text; a number is expected.'],
	[{ due: {} }, 'The parameter "due" is an object; a text is expected.'],
	[{ board: [] }, 'The parameter "board" is a list; a text, or an object with mode and value, is expected.'],
	[{ key: 'plain' }, 'The parameter "key" is a password; the name of a secret, such as ${CRM_KEY}, is expected.'],
])('%j is refused', async (data, message) => {
	await expect(fit(data)).rejects.toThrow(message);
});

it('passwords of the designer are names of secrets too, at every depth', async () => {
	const designed = { key: '${CRM}', headers: { header: [{ name: 'a', secret: '${X}' }] }, body: '={{ $json }}', options: {} };
	expect(await fillPasswords(designed, properties, readSecret)).toEqual({
		...{ key: 'value of CRM', body: '={{ $json }}', options: {} },
		headers: { header: [{ name: 'a', secret: 'value of X' }] },
	});
	await expect(fillPasswords({ headers: { header: [{ secret: 'plain' }] } }, properties, readSecret)).rejects.toThrow(
		'"headers.header.secret"',
	);
});

import type { INodeProperties, INodePropertyCollection, INodeTypeDescription } from 'n8n-workflow';
import { loadNode, nodeFiles } from '../test/shared/package-files';
import { listShownByN8n } from '../test/shared/node-forms/shown-by-n8n';

const nodes = nodeFiles.map((file) => loadNode(file).description).filter(({ hidden }) => !hidden);
const newest = ({ version }: INodeTypeDescription) => Math.max(...[version].flat());

/** The fields of the newest version, those in collections too. */
function listFields(properties: INodeProperties[], version: number): INodeProperties[] {
	const isOf = ({ displayOptions }: INodeProperties) => ((displayOptions?.show?.['@version'] ?? [version]) as number[]).includes(version);
	const own = properties.filter((field) => field.type !== 'hidden' && isOf(field));
	const inside = ({ type, options = [] }: INodeProperties) =>
		type === 'collection'
			? (options as INodeProperties[])
			: type === 'fixedCollection'
				? (options as INodePropertyCollection[]).flatMap(({ values }) => values)
				: [];
	return own.flatMap((field) => [field, ...listFields(inside(field), version)]);
}
const fields = nodes.flatMap((node) => listFields(node.properties, newest(node)).map((field) => ({ ...field, node: node.name })));

/** Ideas that several nodes share, each with the default of all of them. */
const ideas: Array<[label: string, initial: unknown, elsewhere?: string[]]> = [
	['Credential Type', 'n8n'],
	['Facts for Guardrails', {}],
	['Facts for Guardrails as JSON', '{}'],
	['Max Memories', 10],
	['Max Output Tokens', 1024],
	['Max Turns', 10],
	['Person ID', ''],
	['Personal Data Types', []],
	['Sampling Temperature', 0.7],
	// The state of a version in a registry.
	['State', 'own', ['troupeRegistry']],
	['Use a Judge', false],
];

test.each(ideas)('%s begins with the same value in every node', (label, initial, elsewhere = []) => {
	const alike = fields.filter(({ displayName, node }) => displayName === label && !elsewhere.includes(node));
	expect(new Set(alike.map(({ node }) => node)).size).toBeGreaterThan(1);
	expect(alike.filter((field) => JSON.stringify(field.default) !== JSON.stringify(initial)).map(({ node }) => node)).toEqual([]);
});

test('a conversation is taken from the item in the same way by the nodes that answer or check', () => {
	const conversations = fields.filter(({ name }) => name === 'conversationId');
	expect(new Set(conversations.map((field) => field.default))).toEqual(new Set(['={{ $json.sessionId ?? $json.conversationId }}']));
});

/** Labels that mean what another one does. */
const left = /^(Provider|Model From|Temperature \(.*|Max Time.*|Remembered .*|.* Source|.* a Minute|Agent Name|Contact ID|Session ID)$/;

test('no node has a name of its own for an idea that the others share', () => {
	expect(fields.filter(({ displayName }) => left.test(displayName)).map(({ displayName, node }) => `${node}: ${displayName}`)).toEqual([]);
});

test('where data is kept is asked once in a panel', () => {
	const asked = nodes
		.filter(({ name }) => name !== 'troupeAgent')
		.map(({ properties }) => properties.filter(({ name, type }) => ['store', 'stateIn'].includes(name) && type !== 'hidden'));
	expect(asked.filter((places) => places.length > 1)).toEqual([]);
});

test.each([
	['troupeAgent', 11],
	['troupeGuardrails', 7],
])('%s opens with no more than %i fields beside its lists of options', (name, max) => {
	const node = nodes.find((one) => one.name === name)!;
	const shown = [...listShownByN8n(node, newest(node), {})].filter((path) => !path.includes('.'));
	expect(shown.length).toBeLessThanOrEqual(max);
});

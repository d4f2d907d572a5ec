import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { listProperties } from '../bpmn/templates';
import { defaultPassages } from '../core/knowledge/search/search-request';
import { loadNode, nodeFiles } from '../test/shared/package-files';
import { listShownByN8n } from '../test/shared/node-forms/shown-by-n8n';

const nodes = nodeFiles.map((file) => loadNode(file).description);

/** The fields, those in collections too. */
function listFields(properties: INodeProperties[]): INodeProperties[] {
	const own = properties.filter((field) => field.type !== 'hidden');
	const inside = ({ type, options = [] }: INodeProperties) =>
		type === 'collection'
			? (options as INodeProperties[])
			: type === 'fixedCollection'
				? (options as INodePropertyCollection[]).flatMap(({ values }) => values)
				: [];
	return own.flatMap((field) => [field, ...listFields(inside(field))]);
}
const fields = nodes.flatMap((node) => listFields(node.properties).map((field) => ({ ...field, node: node.name })));

/** Ideas that several nodes share, each with the default of all of them. */
const ideas: Array<[label: string, initial: unknown, elsewhere?: string[]]> = [
	['Credential Type', 'n8n'],
	['Facts for Guardrails', {}],
	['Facts for Guardrails as JSON', '{}'],
	['Max Memories', 10],
	['Max Output Tokens', 1024],
	['Max Passages', defaultPassages],
	['Max Turns', 10],
	['Person ID', ''],
	['Personal Data Types', []],
	['Sampling Temperature', 0.7],
	// The state of a version in a registry.
	['State', 'own', ['troupeRegistry']],
	// The guarded model can be its own judge.
	['Use a Judge', false, ['troupeGuardedModel']],
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
const left =
	/^(Judge|(?!Use a|Ask the).* Judge|(?!Max|Neighboring).* Passages|Passages|Provider|Model From|Temperature \(.*|Max Time.*|Remembered .*|.* Source|.* a Minute|Agent Name|Contact ID|Session ID)$/;

test('no node has a name of its own for an idea that the others share', () => {
	expect(fields.filter(({ displayName }) => left.test(displayName)).map(({ displayName, node }) => `${node}: ${displayName}`)).toEqual([]);
});

test('a choice of where something comes from has the same names in every node', () => {
	const choices = fields.filter(({ displayName, type }) => type === 'options' && displayName.endsWith(' From'));
	const named = choices.flatMap(({ node, options = [] }) => options.map(({ name }) => `${node}: ${name}`));
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter((name) => /: (By .*|Name|ID|JSON.*|.* Document|Existing.*|Select .*|From .*|.*Below)$/.test(name))).toEqual([]);
});

test('a task gets as many passages as the nodes', () => {
	expect(listProperties('troupe:retrieve').find(({ id }) => id === 'top')!.value).toBe(String(defaultPassages));
});

test('the credential of State is the last one, and has the same name, in every node', () => {
	const asking = nodes.filter(({ properties }) => properties.some(({ name, type }) => name === 'stateIn' && type !== 'hidden'));
	expect(asking.length).toBeGreaterThan(9);
	const lasting = asking.filter(
		({ name, credentials = [] }) => name !== 'troupeEventsTrigger' && credentials.at(-1)?.displayName !== 'Troupe Database for State',
	);
	expect(lasting.map(({ name }) => name)).toEqual([]);
});

test('State is directly below the place of the credentials, or says where its credential is', () => {
	const apart = nodes.flatMap(({ name, version, properties }) => {
		const own = properties.filter(({ type }) => type !== 'hidden');
		if (!own.some((field) => field.name === 'stateIn')) return [];
		const places = own.filter(({ type }, index) => type === 'credentials' && own[index + 1]!.name !== 'stateIn');
		return [{ name, version, places, notices: own.filter((field) => field.name === 'stateNotice') }];
	});
	const when = ({ displayOptions: { show, hide } = {} }: INodeProperties) => ({ ...show, stateIn: undefined, hide });
	for (const { name, places, notices } of apart) expect({ name, shown: notices.map(when) }).toEqual({ name, shown: places.map(when) });
});

test('where data is kept is asked once in a panel', () => {
	const asked = nodes
		.filter(({ name }) => name !== 'troupeAgent')
		.map(({ properties }) => properties.filter(({ name, type }) => ['store', 'stateIn'].includes(name) && type !== 'hidden'));
	expect(asked.filter((places) => places.length > 1)).toEqual([]);
});

test.each([
	['troupeAgent', 11],
	['troupeGuardrails', 6],
])('%s opens with no more than %i fields beside its lists of options', (name, max) => {
	const node = nodes.find((one) => one.name === name)!;
	const shown = [...listShownByN8n(node, 1, {})].filter((path) => !path.includes('.'));
	expect(shown.length).toBeLessThanOrEqual(max);
});

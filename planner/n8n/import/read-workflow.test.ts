import { connect, filter, node, read, workflow } from '../../../test/support/plans/workflows';
import { listInner, walkBlocks } from '../../tree/walk';
import { importChecked } from './check-import';
import { explainWorkflow } from './explain-workflow';
import type { ImportedWorkflow } from './imported-workflow';
import { parseWorkflow, readWorkflow } from './read-workflow';

const hook = node('Hook', 'webhook', { path: 'x' });
const http = (name: string, parameters: object = {}) =>
	node(name, 'httpRequest', { url: 'https://shop.example/x', ...parameters }, { typeVersion: 4.2 });
const flow = (...nodes: object[]) => workflow([hook, ...nodes] as never, connect(`Hook > ${String((nodes[0] as { name: string }).name)}`));

/** Everything that a person, a model or a store gets of it. */
async function everything(imported: ImportedWorkflow): Promise<string> {
	const made = await importChecked(imported, 'en', {});
	return JSON.stringify([imported, made.tree, made.imported.said, explainWorkflow(imported, made.imported, 'en')]);
}

test.each<[string, object]>([
	['a header', { sendHeaders: true, headerParameters: { parameters: [{ name: 'Authorization', value: 'Basic SEKRET' }] } }],
	['a header of another name', { sendHeaders: true, headerParameters: { parameters: [{ name: 'X-Api-Key', value: 'SEKRET' }] } }],
	['a header of the first version', { headerParametersUi: { parameter: [{ name: 'Cookie', value: 'sid=SEKRET' }] } }],
	[
		'an expression',
		{ sendHeaders: true, headerParameters: { parameters: [{ name: 'Authorization', value: '=Bearer {{ "SEKRET-SEKRET" }}' }] } },
	],
	['the query', { sendQuery: true, queryParameters: { parameters: [{ name: 'api_key', value: 'SEKRET' }] } }],
	['the address', { url: 'https://maria:SEKRET@shop.example/x' }],
	['the query of the address', { url: 'https://shop.example/x?token=SEKRET&a=1' }],
	['the body', { method: 'POST', sendBody: true, bodyParameters: { parameters: [{ name: 'password', value: 'SEKRET' }] } }],
	['a body of JSON', { method: 'POST', sendBody: true, specifyBody: 'json', jsonBody: '{"password": "SEKRET-9f8a7b6c", "user": "a"}' }],
	['a field', { apiKey: 'SEKRET' }],
	['code', { jsCode: 'const key = "SEKRET";' }],
])('takes no key out of %s', async (_, parameters) => {
	const imported = readWorkflow(flow(http('Call', parameters)));
	expect(await everything(imported)).not.toContain('SEKRET');
	if (!('jsCode' in parameters)) expect(imported.nodes[1]?.secrets).toHaveLength(1);
});

test('leaves references to data, and names of kinds of credentials, as they are', () => {
	const parameters = {
		...{ authentication: 'predefinedCredentialType', nodeCredentialType: 'slackApi', sendHeaders: true },
		headerParameters: { parameters: [{ name: 'Authorization', value: '=Bearer {{ $json.token }}' }] },
	};
	const [, call] = readWorkflow(flow(http('Call', parameters))).nodes;
	expect(call?.secrets).toBeUndefined();
	expect(call?.parameters).toMatchObject(parameters);
});

test('says that a key was left out, asks for a credential, and takes its name', async () => {
	const imported = readWorkflow(
		flow(http('Call', { sendHeaders: true, headerParameters: { parameters: [{ name: 'Authorization', value: 'Bearer abcdef' }] } })),
	);
	const { imported: made } = await importChecked(imported, 'pt', {});
	expect(made.asks.credential).toEqual(['Call']);
	expect(made.said.map(({ text }) => text).join()).toMatch(/chave ou senha.*Call.*headerParameters/);
	const { tree } = await importChecked(imported, 'pt', { credential: 'shop' });
	expect(tree?.do[0]).toMatchObject({ kind: 'http', credential: 'shop' });
});

test('names credentials by their type alone, and reads no recorded data and no notes', async () => {
	const raw = {
		...flow(
			{ ...http('Call'), credentials: { httpBasicAuth: { id: 'c-77', name: 'Account of Maria' } } },
			node('Note', 'stickyNote', { content: 'Ask João' }),
		),
		...{ pinData: { Hook: [{ json: { email: 'joao@example.com' } }] }, staticData: { lastId: 'L-99' }, meta: { instanceId: 'i-55' } },
	};
	const all = await everything(readWorkflow(raw));
	expect(all).toContain('httpBasicAuth');
	expect(all).not.toMatch(/Maria|João|joao|c-77|L-99|i-55/);
});

test.each<[string, unknown, RegExp]>([
	['another thing', { steps: [] }, /not a workflow of n8n/],
	['nothing', null, /not a workflow of n8n/],
	['no nodes', workflow([], {}), /no node/],
	['several workflows', [workflow([hook], {}), workflow([hook], {})], /2 workflows/],
	['nodes and connections as texts (leonardsellem/n8n-mcp-server#39)', { nodes: '[]', connections: '{}' }, /not a workflow of n8n/],
	['two nodes of one name that are connected', flow(http('A'), http('A')), /named "A"/],
	['a node without a name', flow(http('A'), node('', 'set')), /has no name/],
	[
		'too many nodes',
		workflow(
			Array.from({ length: 201 }, (_, at) => http(`N${at}`)),
			{},
		),
		/201 nodes/,
	],
	[
		'too many connections',
		workflow(
			Array.from({ length: 60 }, (_, at) => http(`N${at}`)),
			Object.fromEntries(
				Array.from({ length: 60 }, (_, at) => [
					`N${at}`,
					{ main: [Array.from({ length: 60 }, (_x, to) => ({ node: `N${to}`, type: 'main', index: 0 }))] },
				]),
			),
		),
		/more than 1000 connections/,
	],
	[
		'too much in its parameters',
		workflow(
			Array.from({ length: 50 }, (_, at) => http(`N${at}`, { text: 'x'.repeat(9_000) })),
			{},
		),
		/parameters of/,
	],
])('refuses %s', (_, value, message) => {
	expect(() => readWorkflow(value)).toThrow(message);
});

test('says why a file is not JSON without a word of it', () => {
	expect(() => parseWorkflow('{"nodes": maria@example.com}')).toThrow(/not JSON/);
	expect(() => parseWorkflow('{"nodes": maria@example.com}')).not.toThrow(/maria/);
	expect(() => parseWorkflow(' '.repeat(2_000_001))).toThrow(/2000000 characters/);
});

test('reads a template, a list of one, and a file with a mark of its encoding', () => {
	const one = flow(http('A'));
	for (const value of [{ workflow: one }, [one], { data: { workflow: one } }, parseWorkflow(`\uFEFF${JSON.stringify(one)}`)])
		expect(readWorkflow(value).nodes.map(({ name }) => name)).toEqual(['Hook', 'A']);
});

test('is not misled by names of prototypes, cycles and depth', async () => {
	let deep: object = {};
	for (let level = 0; level < 5_000; level++) deep = { deep };
	const nodes = [
		node('Start', 'manualTrigger'),
		node('__proto__', 'set', JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"a": 1}}')),
		node('constructor', 'httpRequest', { url: 'https://a.example', options: deep }),
		node('A', 'set', { assignments: { assignments: [{ name: 'x', value: "={{ $('B').item.json.x }}" }] } }, { typeVersion: 3.4 }),
		node('B', 'set', { assignments: { assignments: [{ name: 'x', value: "={{ $('A').item.json.x }}" }] } }, { typeVersion: 3.4 }),
		node('C', 'slack', { text: '={{ $json.x }}{{ $json["__proto__"] }}', more: '={{ '.repeat(500) }),
	];
	const connections = JSON.parse(
		JSON.stringify(connect('Start > constructor', 'constructor > A', 'A > B', 'B > C', 'C > constructor')).replace('"Start"', '"Start"'),
	);
	connections.C.main.push([{ node: 'C', type: 'main', index: -5 }, null, 'x', { node: 7 }]);
	const { tree, faults } = await importChecked(read(nodes, connections), 'en', {});
	expect(faults).toEqual([]);
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	const blocks = [...walkBlocks(tree!.do, '/do')].map(({ block }) => block);
	expect(blocks.map(({ kind }) => kind)).toContain('unsupported');
	expect(blocks.flatMap(listInner).length).toBeLessThan(50);
});

test('gives up where ways cross without an end', async () => {
	const layers = Array.from({ length: 14 }, (_, at) => [`A${at}`, `B${at}`]);
	const nodes = layers.flat().map((name) => node(name, 'if', filter('={{ $json.body.a }}', 'string', 'equals', name), { typeVersion: 2 }));
	const lines = layers.slice(1).flatMap(([a, b], at) => [`A${at} > ${a}`, `A${at} 1> ${b}`, `B${at} > ${b}`, `B${at} 1> ${a}`]);
	const crossed = read([hook, ...nodes, http('End')], connect('Hook > A0', ...lines, 'A13 > End'));
	await expect(importChecked(crossed, 'en', {})).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
});

test('says that nothing is connected (Zie619/n8n-workflows#123)', async () => {
	await expect(importChecked(read([hook, http('A')], {}), 'en', {})).rejects.toThrow(/follows "Hook"/);
});

test('says which nodes a workflow that lost connections does not come to (n8n-io/n8n#14324)', async () => {
	const { imported } = await importChecked(read([hook, http('A'), http('B'), http('C')], connect('Hook > A', 'B > C')), 'en', {});
	expect(imported.whole.join()).toContain('Nothing leads to: B, C.');
});

test('passes over connections of nodes that were removed, and says so (n8n-io/n8n#13362)', async () => {
	const imported = read([hook, http('A')], connect('Hook > A, Merge2', 'Gone > A'));
	expect(imported.dangling).toBe(2);
	const { tree } = await importChecked(imported, 'en', {});
	expect(tree?.do).toMatchObject([{ kind: 'http', name: 'A' }]);
});

test.each([
	['that is not there (n8n-io/n8n#5155)', "={{ $('Missing').item.json.a }}", 'Missing'],
	['to which no way leads back (n8n-io/n8n#16059)', "={{ $('Other').item.json.a }}", 'other'],
])('lets a person do a step that reads a node %s', async (_, value, named) => {
	const nodes = [
		hook,
		node('If', 'if', filter('={{ $json.body.a }}', 'string', 'equals', 'b'), { typeVersion: 2 }),
		http('Other'),
		node('Send', 'slack', { text: value }),
	];
	const { tree } = await importChecked(read(nodes, connect('Hook > If', 'If > Other', 'If 1> Send')), 'en', {});
	const steps = [...walkBlocks(tree!.do, '/do')].map(({ block }) => block);
	const send = steps.find(({ name }) => name === 'Send');
	if (named === 'Missing') expect(send).toMatchObject({ kind: 'unsupported', reason: expect.stringContaining(named) as string });
	else expect(JSON.stringify(send)).toContain(named);
});

test('leads the way without a rule, and the way of errors, to their own steps (n8n-io/n8n#26172)', async () => {
	const rules = {
		values: [filter('={{ $json.body.a }}', 'string', 'equals', 'x'), filter('={{ $json.body.a }}', 'string', 'equals', 'y')].map(
			(conditions) => ({ conditions: (conditions as { conditions: object }).conditions }),
		),
	};
	const route = node('Route', 'switch', { rules, options: { fallbackOutput: 'extra' } }, { typeVersion: 3 });
	const nodes = [hook, route, http('X'), { ...http('Rest'), onError: 'continueErrorOutput' }, http('Failed')];
	const { tree } = await importChecked(read(nodes, connect('Hook > Route', 'Route > X', 'Route 2> Rest', 'Rest 1> Failed')), 'en', {});
	expect(tree?.do).toMatchObject([
		{
			branches: [
				{ when: 'a = "x"', do: [{ name: 'X' }] },
				{ when: 'a = "y"', do: [] },
			],
			otherwise: { do: [{ name: 'Rest', onError: [{ name: 'Failed' }] }] },
		},
	]);
});

test('makes the same tree of a file that is imported again (n8n-io/n8n#10051)', async () => {
	const raw = flow(http('A'));
	const [one, other] = await Promise.all([raw, structuredClone(raw)].map((value) => importChecked(readWorkflow(value), 'en', {})));
	expect(JSON.stringify(one!.tree)).toBe(JSON.stringify(other!.tree));
});

test('keeps the key of a request that calls another workflow out (Xavi1995/n8n_execution_report#5)', async () => {
	const parameters = {
		url: 'https://me.app.n8n.cloud/api/v1/executions',
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'X-N8N-API-KEY', value: 'SEKRET' }] },
	};
	expect(await everything(readWorkflow(flow(http('HTTP Request 2', parameters))))).not.toContain('SEKRET');
});

test('keeps a token that a node has as a plain setting out (montaque22/node-red-contrib-ai-intent#9)', async () => {
	const raw = flow(node('Ask', 'n8n-nodes-custom.openai', { token: 'SEKRET', model: 'small' }));
	expect(await everything(readWorkflow(raw))).not.toContain('SEKRET');
});

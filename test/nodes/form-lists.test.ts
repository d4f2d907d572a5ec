import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { validateZeebe } from '@bpmn-io/element-templates-validator';
import type { NodeTemplate, TemplateProperty } from '../../bpmn/templates/n8n/template-document';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../support/test-terminal';
import { closeOpened } from '../../providers/compose/open-once';
import { type OutsideWorld, startOutsideWorld } from '../fakes/outside-world';
import { jiraLogin, jiraService } from '../fakes/services/jira';
import { slackService, slackToken } from '../fakes/services/slack';
import { findChromium } from '../shared/find-chromium';
import { openHeadlessModeler } from '../shared/node-forms/headless-modeler';
import { setEnvironment } from '../support/set-environment';
import { reply, type Service, startService } from './service';

const folder = mkdtempSync(join(tmpdir(), 'troupe-form-lists-'));
/** Exists when code of the package ran. */
const loaded = join(folder, 'loaded');

/** A community package as authors often publish it: without the descriptions of its nodes. Its methods ask a shop. */
const shopNode = `
	require('node:fs').writeFileSync(${JSON.stringify(loaded)}, '');
	const ask = async (context, path) => {
		const { url, key } = await context.getCredentials('shelfApi');
		return context.helpers.httpRequest({ url: url + path, headers: { authorization: key }, json: true });
	};
	exports.Shelf = class {
		description = {
			displayName: 'Shelf', name: 'shelf', group: ['output'], version: 1, description: 'Keeps things', defaults: { name: 'Shelf' },
			inputs: ['main'], outputs: ['main'], credentials: [{ name: 'shelfApi', required: true }],
			requestDefaults: { baseURL: '={{$credentials.url}}' },
			properties: [
				{ displayName: 'Box', name: 'box', type: 'resourceLocator', default: { mode: 'list', value: '' }, required: true,
					modes: [{ name: 'list', displayName: 'From List', type: 'list', typeOptions: { searchListMethod: 'getBoxes' } },
						{ name: 'id', displayName: 'By ID', type: 'string' }] },
				{ displayName: 'Place', name: 'place', type: 'options', default: '', typeOptions: { loadOptionsMethod: 'getPlaces', loadOptionsDependsOn: ['box.value'] } },
				{ displayName: 'Level', name: 'level', type: 'options', default: '', typeOptions: { loadOptionsMethod: 'getLevels' } },
				{ displayName: 'Colours', name: 'colours', type: 'multiOptions', default: [], typeOptions: { loadOptions: { routing: {
					request: { method: 'GET', url: '/colours' },
					output: { postReceive: [{ type: 'rootProperty', properties: { property: 'colours' } }, { type: 'setKeyValue', properties: { name: '={{$responseItem.title}}', value: '={{$responseItem.code}}' } }] } } } } },
				{ displayName: 'Labels', name: 'labels', type: 'resourceMapper', default: { mappingMode: 'defineBelow', value: null },
					typeOptions: { resourceMapper: { resourceMapperMethod: 'getLabels', mode: 'add' } } },
				{ displayName: 'Everything', name: 'everything', type: 'options', default: '', typeOptions: { loadOptionsMethod: 'getEverything' } },
				{ displayName: 'Broken', name: 'broken', type: 'options', default: '', typeOptions: { loadOptionsMethod: 'getBroken' } },
				{ displayName: 'More', name: 'more', type: 'fixedCollection', default: {}, options: [{ name: 'values', displayName: 'Values', values: [
					{ displayName: 'Owner', name: 'owner', type: 'options', default: '', typeOptions: { loadOptionsMethod: 'getPlaces' } }] }] },
				{ displayName: 'Note', name: 'note', type: 'string', default: '', displayOptions: { hide: { box: [''] } } },
			],
		};
		methods = {
			listSearch: {
				async getBoxes(filter, token) {
					const { boxes, next } = await ask(this, '/boxes?page=' + (token ?? '1'));
					return { results: boxes.map(({ title, id }) => ({ name: title, value: id })), paginationToken: next };
				},
			},
			loadOptions: {
				async getPlaces() {
					const { places } = await ask(this, '/boxes/' + this.getCurrentNodeParameter('box', { extractValue: true }));
					return places.map((name) => ({ name, value: name }));
				},
				async getLevels() { return [{ name: 'Low\\nlevel', value: 1 }, { name: 'High', value: 2 }, { name: 'none', value: { not: 'a value' } }]; },
				async getEverything() { return Array.from({ length: 201 }, (_, value) => ({ name: 'Thing ' + value, value })); },
				async getBroken() { const { key } = await this.getCredentials('shelfApi'); throw new Error('the key ' + key + ' opens nothing'); },
			},
			resourceMapping: { async getLabels() { return { fields: [{ id: 'sku', displayName: 'SKU' }, { id: 'weight', displayName: 'Weight' }] }; } },
		};
	};`;
const credentialType = `exports.ShelfApi = class { name = 'shelfApi'; displayName = 'Shelf API'; properties = [
	{ displayName: 'URL', name: 'url', type: 'string', default: '' }, { displayName: 'Key', name: 'key', type: 'string', typeOptions: { password: true }, default: '' }];
	authenticate = { type: 'generic', properties: { headers: { authorization: '={{$credentials.key}}' } } }; };`;
const packageFiles = {
	'package.json': JSON.stringify({
		...{ name: 'n8n-nodes-shelf', version: '1.2.0' },
		n8n: { n8nNodesApiVersion: 1, nodes: ['dist/Shelf.node.js'], credentials: ['dist/ShelfApi.credentials.js'] },
	}),
	'dist/Shelf.node.js': shopNode,
	'dist/ShelfApi.credentials.js': credentialType,
};

const key = 'shelf-key-4711-secret';
const environment = {
	...{ TROUPE_HOME: join(folder, 'home'), N8N_USER_FOLDER: folder, TROUPE_N8N: '', TROUPE_N8N_PROGRAM: '' },
	// The shop of the package is on this machine.
	TROUPE_ALLOW_PRIVATE_NETWORKS: 'true',
};
let outside: OutsideWorld;
let shop: Service;
let restore: () => void;

beforeAll(async () => {
	Object.assign(environment, { TROUPE_N8N: process.env.TROUPE_N8N, TROUPE_N8N_PROGRAM: process.env.TROUPE_N8N_PROGRAM });
	const names = ['standup', 'digest', 'General'];
	outside = await startOutsideWorld({
		'slack.com': slackService(names.map((name, index) => ({ id: `C0${index}`, name, messages: [] }))),
		'casaaurora.atlassian.net': jiraService([], undefined, [{ id: '10000', name: 'Support', issueTypes: [{ id: '10002', name: 'Bug' }] }]),
	});
	restore = setEnvironment(outside.environment);
	shop = await startService((response, { url, headers }) => {
		if (headers.authorization !== key) reply(response, 401, { message: 'unknown key' });
		else if (url === '/boxes?page=1') reply(response, 200, { boxes: [{ id: 'b1', title: 'First' }], next: 2 });
		else if (url === '/boxes?page=2') reply(response, 200, { boxes: [{ id: 'b2', title: 'Second' }] });
		else if (url === '/boxes/b2') reply(response, 200, { places: ['top', 'bottom'] });
		else if (url === '/colours') reply(response, 200, { colours: [{ title: 'Red', code: 'r' }] });
		else reply(response, 404, { message: 'no such thing' });
	});
	for (const [path, text] of Object.entries(packageFiles)) {
		const file = join(folder, '.n8n/nodes/node_modules/n8n-nodes-shelf', path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
	await store('team', 'slackApi', { accessToken: slackToken });
	await store('jira', 'jiraSoftwareCloudApi', { ...jiraLogin, domain: 'https://casaaurora.atlassian.net' });
	await store('shelf', 'shelfApi', { url: shop.url, key });
});
afterAll(async () => {
	await closeOpened();
	restore();
	await Promise.all([outside.close(), shop.close()]);
	rmSync(folder, { recursive: true, force: true });
});

async function troupe(...command: string[]) {
	const terminal = testTerminal(environment);
	const exitCode = await runTroupe(command, terminal);
	return { exitCode, printed: terminal.printed.join('\n'), notes: terminal.noted.join('\n') };
}

async function store(name: string, type: string, data: object): Promise<void> {
	const file = join(folder, `${name}.json`);
	writeFileSync(file, JSON.stringify({ type, data }));
	expect(await troupe('credentials', 'add', name, '--file', file)).toMatchObject({ exitCode: 0 });
}

interface Report {
	lists: {
		resolved: Array<{ node: string; parameter: string; choices: number }>;
		unresolved: Array<{ node: string; parameter: string; reason: string }>;
	};
}

async function makeForm(packageName: string, node: string, ...more: string[]) {
	const into = mkdtempSync(join(folder, 'out-'));
	const { exitCode, printed, notes } = await troupe(
		...['bpmn', 'templates', '--package', packageName, '--node', node, '--into', into, '--json', ...more],
	);
	expect({ exitCode, notes: exitCode === 0 ? '' : notes }).toEqual({ exitCode: 0, notes: '' });
	const text = readFileSync(join(into, packageName, `${node}.json`), 'utf8');
	const template = JSON.parse(text) as NodeTemplate;
	expect(validateZeebe(template)).toMatchObject({ valid: true, errors: null, warnings: null });
	const find = (id: string): TemplateProperty | undefined => template.properties.find((property) => property.id === id);
	return { template, text, find, report: JSON.parse(printed) as Report, notes };
}

const slackChoices = [
	{ name: '(not set)', value: '' },
	{ name: 'digest', value: 'C01' },
	{ name: 'General', value: 'C02' },
	{ name: 'standup', value: 'C00' },
];

test('the channels of Slack are choices, asked for once, beside the fields for an ID', async () => {
	const before = outside.calls.length;
	const { template, find, report } = await makeForm('n8n-nodes-base', 'slack', '--resolve');
	const channels = template.properties.filter(({ id }) => /^parameters\.channelId(:\d+)?\.list$/.test(id));
	expect(channels.length).toBeGreaterThan(3);
	for (const channel of channels) expect(channel).toMatchObject({ type: 'Dropdown', choices: slackChoices });
	expect(find('parameters.channelId.mode')).toMatchObject({ value: 'list' });
	expect(find('parameters.channelId.value')).toMatchObject({ type: 'String', feel: 'optional' });
	const asked = outside.calls.slice(before).filter(({ path }) => path.startsWith('/api/conversations.list'));
	// Three methods of the node ask for channels: of a locator, of a list of ids, and of a list of names.
	expect(asked.length).toBeLessThanOrEqual(3);
	expect(report.lists.resolved).toContainEqual({ node: 'slack', parameter: 'channelId', choices: 3 });
	// The stand-in has no users.
	expect(report.lists.unresolved).toContainEqual(expect.objectContaining({ node: 'slack', parameter: 'user' }));
});

test('a list that depends on a value is asked for with it, and the form begins with it', async () => {
	const open = await makeForm('n8n-nodes-base', 'jira', '--resolve', 'jira');
	expect(open.find('parameters.project.list')?.choices).toContainEqual({ name: 'Support', value: '10000' });
	expect(open.find('parameters.issueType.list')).toBeUndefined();
	expect(open.report.lists.unresolved).toContainEqual(expect.objectContaining({ parameter: 'issueType' }));
	const set = await makeForm('n8n-nodes-base', 'jira', '--resolve', 'jira', '--set', 'project=10000');
	expect(set.find('parameters.issueType.list')?.choices).toContainEqual({ name: 'Bug', value: '10002' });
	expect(set.find('parameters.project.mode')).toMatchObject({ value: 'id' });
	expect(set.find('parameters.project.value')).toMatchObject({ value: '10000' });
});

test('a form without a credential has the fields that it has without lists', async () => {
	const plain = await makeForm('n8n-nodes-base', 'slack');
	expect(plain.report.lists).toBeUndefined();
	const other = await makeForm('n8n-nodes-base', 'slack', '--resolve', 'jira');
	expect(other.template).toEqual(plain.template);
	expect(other.report.lists.unresolved).toContainEqual({
		...{ node: 'slack', parameter: 'channelId' },
		reason: 'No credential of the type slackApi or slackOAuth2Api is stored.',
	});
});

test('a package without descriptions says itself what it has, in a process of its own', async () => {
	const { template, find, report, text, notes } = await makeForm('n8n-nodes-shelf', 'shelf', '--resolve');
	expect(existsSync(loaded)).toBe(true);
	expect(notes).toContain('n8n-nodes-shelf ships no descriptions');
	expect(template).toMatchObject({ id: 'troupe.n8n.n8n-nodes-shelf.shelf', name: 'Shelf' });
	expect(find('credentials.shelfApi')).toMatchObject({ label: 'Shelf API' });
	expect(find('parameters.box.list')?.choices).toEqual([
		{ name: '(not set)', value: '' },
		{ name: 'First', value: 'b1' },
		{ name: 'Second', value: 'b2' },
	]);
	// A number stays one.
	expect(find('parameters.level')?.choices).toEqual([
		{ name: '(not set)', value: '' },
		{ name: 'Low level', value: '=1' },
		{ name: 'High', value: '=2' },
	]);
	expect(JSON.parse(find('parameters.labels')!.placeholder!)).toEqual({ mappingMode: 'defineBelow', value: { sku: '', weight: '' } });
	expect(report.lists.unresolved).toEqual([
		{ node: 'shelf', parameter: 'more.owner', reason: 'The form has the parameter around it as JSON.' },
		{ node: 'shelf', parameter: 'place', reason: 'It depends on "box", which is empty.' },
		{ node: 'shelf', parameter: 'everything', reason: 'The list has more than 200 entries.' },
		{ node: 'shelf', parameter: 'broken', reason: 'the key *** opens nothing.' },
	]);
	expect(find('parameters.colours')).toMatchObject({ type: 'String', description: 'A list of: r (Red).' });
	expect(find('parameters.place')).toMatchObject({ type: 'String' });
	expect(text + notes).not.toContain(key);
	const set = await makeForm('n8n-nodes-shelf', 'shelf', '--resolve', '--set', 'box=b2');
	expect(set.find('parameters.place')?.choices).toContainEqual({ name: 'top', value: 'top' });
});

test.each<[string, string[], string, number]>([
	['a credential that is not stored', ['--resolve', 'gone'], 'has no credential "gone"', 1],
	['a value of no parameter', ['--resolve', '--set', 'bxo=1'], 'has no parameter of this name', 2],
	['a value without a name', ['--resolve', '--set', 'box'], '--set box is not NAME=VALUE', 2],
])('refuses %s', async (_, more, message, code) => {
	const { exitCode, notes } = await troupe(
		...['bpmn', 'templates', '--package', 'n8n-nodes-shelf', '--node', 'shelf', '--into', folder, ...more],
	);
	expect(notes).toContain(message);
	expect(exitCode).toBe(code);
});

test('refuses values for several nodes', async () => {
	const { exitCode, notes } = await troupe('bpmn', 'templates', '--package', 'n8n-nodes-base', '--into', folder, '--set', 'project=1');
	expect(notes).toContain('--set is for one node');
	expect(exitCode).toBe(2);
});

test('no code of a package runs that the policy denies', async () => {
	rmSync(loaded, { force: true });
	const terminal = testTerminal({ ...environment, TROUPE_HOME: join(folder, 'denied'), TROUPE_REQUIRE_ROOT: 'pinned' });
	const command = ['bpmn', 'templates', '--package', 'n8n-nodes-shelf', '--into', join(folder, 'never')];
	expect(await runTroupe(command, terminal)).toBe(1);
	expect(terminal.noted.join('\n')).toContain('No root of trust');
	expect(existsSync(loaded)).toBe(false);
});

const inBrowser = findChromium() || process.env.CI === 'true' ? test : test.skip;

inBrowser('a modeler shows either the list or the field for an ID, and what depends on both (skipped without Chromium)', async () => {
	const { template } = await makeForm('n8n-nodes-shelf', 'shelf', '--resolve');
	const modeler = await openHeadlessModeler();
	try {
		expect(await modeler.load(template)).toEqual([]);
		const target = (name: string) => `parameters.${name}`;
		const [empty, listed, typed] = await modeler.apply([
			{ changes: [] },
			{ changes: [{ target: target('box.value'), source: 'b2' }] },
			{
				changes: [
					{ target: target('box.mode'), source: 'id' },
					{ target: target('box.value'), source: '=order.box' },
				],
			},
		]);
		const sourceOf = (inputs: typeof empty, name: string) => inputs?.find((input) => input.target === target(name));
		expect(sourceOf(empty, 'note')).toBeUndefined();
		expect(sourceOf(listed, 'box.mode')).toMatchObject({ source: 'list' });
		expect(sourceOf(listed, 'box.value')).toMatchObject({ source: 'b2' });
		expect(sourceOf(listed, 'note')).toBeDefined();
		expect(sourceOf(typed, 'box.value')).toMatchObject({ source: '=order.box' });
		expect(typed?.filter(({ target: one }) => one === target('box.value'))).toHaveLength(1);
		expect(sourceOf(typed, 'note')).toBeDefined();
	} finally {
		await modeler.close();
	}
});

import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultDefinition } from '../../nodes/TroupeAgent/request/default-definition';
import { findChromium } from '../shared/find-chromium';
import { type Editor, openEditor } from './editor';
import { ada, bob, createAndServe, type CreatedRegistry, versionedName } from './created-registry';
import { agent, chatModel, manualWorkflow, row, type Step, type SubNode, webhookWorkflow } from './workflows';
import type { Workflow } from './n8n-api';
import { startWorld, type World } from './world';
import { waitUntil } from '../support/wait-until';

let world: World;
let registry: CreatedRegistry;
/** Credentials of the registry and of the signing key, by person. */
let credentials: Record<'ada' | 'bob', { troupeRegistryApi: object; troupeSigningKeyApi: object }>;

beforeAll(async () => {
	world = await startWorld();
	registry = await createAndServe(world);
	credentials = { ada: await createCredentials(ada, 'author'), bob: await createCredentials(bob, 'approver') };
}, 900_000);
afterAll(() => world?.stop());

const registryData = (accessToken: string) => ({ baseUrl: registry.url, accessToken, tenant: 'default' });

async function createCredentials(who: string, role: string) {
	const token = registry.readToken(join('people', who));
	return {
		troupeRegistryApi: await world.api.createCredential('troupeRegistryApi', registryData(token)),
		troupeSigningKeyApi: await world.api.createCredential('troupeSigningKeyApi', {
			privateKey: registry.readKey(who, role),
			passphrase: '',
		}),
	};
}

const definition = (id: string, version: string) => ({
	...defaultDefinition,
	id,
	version,
	purpose: 'Reads customers in the CRM.',
	capabilities: ['crm.read'],
});

const registryStep = (name: string, who: 'ada' | 'bob', parameters: object): Step => ({
	name,
	type: 'n8n-nodes-troupe.troupeRegistry',
	typeVersion: 1,
	parameters: { resource: 'agent', ...parameters },
	credentials: credentials[who],
});
const bySha256 = (value: unknown) => ({ __rl: true, mode: 'sha256', value });

/** The example, each node with the credentials of who acts there. */
function governance(): Workflow & { id?: string } {
	const example = JSON.parse(readFileSync('examples/registry/governance.workflow.json', 'utf8')) as Omit<Workflow, 'nodes'> & {
		nodes: Step[];
	};
	const nodes = example.nodes.map((node) => {
		if (!node.type.includes('troupe')) return node;
		const { troupeRegistryApi, troupeSigningKeyApi } = credentials[node.name === 'Publish' || node.name === 'Search' ? 'ada' : 'bob'];
		const signs = node.name === 'Publish' || node.name === 'Approve';
		return { ...node, credentials: { troupeRegistryApi, ...(signs && { troupeSigningKeyApi }) } };
	});
	return { ...example, nodes };
}

describe('the credentials of a registry in n8n', () => {
	it('are tested, and say what is wrong', async () => {
		const test = (data: object) => world.api.testCredential('troupeRegistryApi', data);
		expect(await test(registryData(registry.readToken('machines')))).toMatchObject({ status: 'OK' });
		expect(await test(registryData('a.b.c'))).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('did not accept the access token'),
		});
		const scoped = (await world.troupe('key', 'create', 'tested', '--scopes', 'sandbox:run')).trim();
		expect(await test(registryData(scoped))).toMatchObject({ status: 'OK' });
		const key = (data: object) => world.api.testCredential('troupeSigningKeyApi', data);
		expect(await key({ privateKey: registry.readKey(ada, 'author'), passphrase: '' })).toMatchObject({ status: 'OK' });
		expect(await key({ privateKey: 'none', passphrase: '' })).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('PKCS#8'),
		});
	});
});

describe('Troupe Registry in n8n', () => {
	let id: string;
	let sha256: string;

	it('publishes as the author, and approves as somebody else', async () => {
		id = await world.api.publish(governance(), 'registry-who-can');
		await waitUntil('the publication', async () => (await world.api.publication(id)).status === 'published', { everyMs: 50 });
		const { body: draft } = await world.api.ask('registry-propose', { definition: definition('crm-reader', '1.0.0') });
		expect(draft).toMatchObject({ name: 'crm-reader', version: '1.0.0', state: 'draft', author: ada });
		sha256 = String(draft.sha256);
		const { body } = await world.api.ask('registry-decide', { sha256, approved: true });
		expect(body).toMatchObject({ state: 'approved', approvals: [{ approver: bob }] });
	});

	it('says who can do something, and lists the versions in the editor', async () => {
		const { body } = await world.api.ask('registry-who-can', { question: 'Who can read a CRM?' });
		expect([body].flat()).toMatchObject([{ name: 'crm-reader', state: 'approved', score: expect.any(Number) }]);
		const { troupeRegistryApi } = credentials.ada;
		const list = (method: string) =>
			world.api.searchField('n8n-nodes-troupe.troupeRegistry', 'manifest', method, { resource: 'agent' }, { troupeRegistryApi });
		expect((await list('searchManifests')).results).toMatchObject([{ name: 'crm-reader 1.0.0 (approved)', value: sha256 }]);
		expect((await list('searchNames')).results).toMatchObject([{ value: 'crm-reader' }]);
	});

	it('serves n8n’s own agent as a tool that looks, and changes nothing', async () => {
		const credential = await world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${world.openAi.url}/v1`, header: false });
		const tool = (name: string, parameters: object): SubNode => ({
			...registryStep(name, 'bob', parameters),
			type: 'n8n-nodes-troupe.troupeRegistryTool',
			into: 'AI Agent',
			as: 'ai_tool',
		});
		const question = "={{ $fromAI('question', 'What somebody should be able to do', 'string') }}";
		const tools = [
			tool('who_can', { operation: 'search', searchBy: 'question', question, limit: 3 }),
			tool('revoke', { operation: 'revoke', manifest: bySha256(sha256), reason: "={{ $fromAI('reason', '', 'string') }}" }),
		];
		const aiAgent: Step = {
			name: 'AI Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3,
			parameters: { promptType: 'define', text: '={{ $json.body.message }}', options: {} },
		};
		await world.api.publish(webhookWorkflow('registry-tool', [aiAgent], [chatModel(credential, 'AI Agent'), ...tools]), 'registry-tool');
		world.openAi.calls.splice(0);
		world.openAi.script([
			{ text: '', calls: [{ name: 'who_can', input: { question: 'read a CRM' } }] },
			{ text: '', calls: [{ name: 'revoke', input: { reason: 'a page told me to' } }] },
			{ text: 'It is crm-reader.' },
		]);
		const { body } = await world.api.ask<{ output: string }>('registry-tool', { message: 'Who can read a CRM?' });
		expect(body.output).toBe('It is crm-reader.');
		const told = JSON.stringify(world.openAi.calls.at(-1)!.body);
		expect(told).toMatch(/crm-reader.*score.*reasons/);
		expect(told).toContain('An AI agent is not allowed to revoke');
	});

	it('starts a workflow when somebody revokes', async () => {
		const { body } = await world.api.ask('registry-decide', { sha256, approved: false, reason: 'it leaks' });
		expect(body).toMatchObject({ name: 'crm-reader', state: 'revoked', reason: 'it leaks' });
		const run = await world.api.runWith(id, 'Message', (data) => data.includes('is revoked'));
		expect(JSON.stringify(run.Message)).toContain('crm-reader 1.0.0 by ada@example.com is revoked');
		expect(JSON.stringify(run['Registry Event'])).toContain('"event":"manifest.revoked"');
		await world.api.deactivate(id);
	});
});

describe('an agent from the registry', () => {
	afterAll(() => world.reinstall());

	it('runs in an n8n that follows the registry, and is refused with the reason once it is revoked', async () => {
		const home = join(world.home, 'machine');
		await cp(registry.machines, home, { recursive: true });
		const file = join(world.home, 'crm-writer.json');
		await writeFile(file, JSON.stringify(definition('crm-writer', '2.1.0')));
		await registry.publish(world.installed, await versionedName(world.installed));
		await registry.publish(file, 'crm-writer@2.1.0');
		const chosen = agent({ agent: { __rl: true, mode: 'registry', value: 'crm-writer@^2' }, message: 'Hello' });
		const id = await world.api.createWorkflow(manualWorkflow('from the registry', [chosen]));
		const run = () => world.n8nWith({ TROUPE_HOME: home, ...registry.env }, 'execute', `--id=${id}`, '--rawOutput');
		const allowed = await run();
		expect(allowed.output).toMatch(/"agent":\s*\{\s*"id":\s*"crm-writer",\s*"version":\s*"2\.1\.0"/);
		await registry.revoke('crm-writer@2.1.0', 'it leaks');
		// A process that ends follows no events: as if its five minutes were over.
		await rm(join(home, 'registry-cache/default/checked.json'));
		const refused = await run();
		expect(refused.code).not.toBe(0);
		expect(refused.tail).toMatch(/agent crm-writer may run: .*2\.1\.0 was revoked: it leaks/);
	}, 180_000);
});

describe('the editor', () => {
	/** Where a credential says how to authenticate; it leads to n8n's HTTP Request node. */
	const chromium = findChromium();
	const inBrowser = chromium || process.env.CI === 'true' ? it : it.skip;
	const missing = chromium ? '' : ' (skipped: no Chromium in PATH; install it, or set CHROMIUM_PATH)';
	let editor: Editor;
	beforeAll(async () => {
		if (chromium) editor = await openEditor(world, chromium);
		else if (process.env.CI === 'true') throw new Error('With CI=true the editor has to be looked at, and there is no Chromium in PATH.');
	}, 120_000);
	afterAll(async () => {
		await editor?.close();
		await world.unpin();
		await world.reinstall();
	});

	inBrowser(
		`shows the registry’s node, of each operation its own fields, and as a tool only what reads${missing}`,
		async () => {
			const { id: _taken, ...anew } = governance();
			await editor.openWorkflow(await world.api.createWorkflow(anew));
			await editor.screenshot('registry');
			await editor.openPanel('Publish');
			expect(await editor.fields()).toEqual(expect.arrayContaining(['Resource', 'Operation', 'Signature', 'Agent Definition']));
			expect(await editor.fields()).not.toContain('Token');
			await editor.choose('operation', 'Search');
			expect(await editor.fields()).toEqual(expect.arrayContaining(['Search By', 'Question', 'Limit']));
			expect(await editor.fields()).not.toContain('Agent Definition');
			const tool = { ...registryStep('Look', 'ada', { operation: 'search' }), type: 'n8n-nodes-troupe.troupeRegistryTool' };
			await editor.openWorkflow(await world.api.createWorkflow(row('as a tool', [tool])));
			await editor.openPanel('Look');
			expect(await editor.options('operation')).toEqual(['Get Many', 'Get', 'Search', 'Compare', 'Resolve']);
			const parameters = { source: 'registry' };
			const trigger = { name: 'Event', type: 'n8n-nodes-troupe.troupeEventsTrigger', typeVersion: 1, parameters };
			await editor.openWorkflow(await world.api.createWorkflow(row('on event', [trigger])));
			await editor.openPanel('Event');
			expect(await editor.fields()).toEqual(expect.arrayContaining(['Start When', 'Kinds', 'Names']));
			expect(editor.collectOwnErrors()).toEqual([]);
		},
		120_000,
	);

	inBrowser(
		`says why, where a workflow holds what was revoked: on execute and on publish${missing}`,
		async () => {
			const keys = join(world.userFolder, 'why-keys');
			const trust = ['--keys', keys, '--into', world.pinned];
			await world.troupe('manifest', 'keys', 'create', '--into', keys);
			await world.troupe('manifest', 'sign', world.installed, '--keys', keys);
			await world.troupe('manifest', 'approve', world.installed, ...trust);
			const { version } = JSON.parse(await readFile(join(world.installed, 'package.json'), 'utf8')) as { version: string };
			await world.troupe('manifest', 'revoke', `n8n-nodes-troupe@${version}`, ...trust, '--yes');
			const id = await world.api.createWorkflow(manualWorkflow('revoked', [agent({ message: 'How long?' })]));
			// The gate looks at its documents again after a quarter of a second.
			await waitUntil('the refusal', async () => (await world.api.execute(id, 'Manual')).status !== 200);
			const why = new RegExp(
				`The node "Agent" may not run\\. n8n-nodes-troupe ${version.replaceAll('.', '\\.')} was revoked.* Install a version`,
				's',
			);
			await editor.openWorkflow(id);
			expect(await editor.executeWorkflow()).toMatch(why);
			await editor.openPanel('Agent');
			expect(await editor.executeRefused()).toMatch(why);
			await editor.openWorkflow(await world.api.createWorkflow(webhookWorkflow('revoked-hook', [agent()])));
			expect(await editor.publish()).toMatch(why);
		},
		120_000,
	);
});

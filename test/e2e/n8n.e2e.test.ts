import { readFileSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startAnthropicServer } from '../../sandbox/fakes/anthropic/anthropic-server';
import { startGoogleServer } from '../../sandbox/fakes/google/google-server';
import { findChromium } from '../shared/find-chromium';
import { type Editor, openEditor } from './editor';
import { agent, createToolCall, chatModel, guardedChat, manualWorkflow, processStep, row, webhookWorkflow } from './workflows';
import { startWorld, type World, serveCredential } from './world';
import { waitUntil } from '../support/wait-until';

interface Outcome {
	reply: string;
	outcome: string;
	reason?: string;
	citations: Array<{ number: number; title: string; text: string }>;
	usage: { model: string; inputTokens: number; outputTokens: number; estimated: boolean; costUsd: number | null };
	guardrails: Array<{ guardrail: string; stage: string; matches: Array<{ type: string }> }>;
	manifest: { package: string; sha256: string; development: boolean };
	error?: string;
	details?: { code: string };
}

const covered = 'How long do I have to return a coffee machine?';
const personal = 'Returns? I am ana.souza@example.com, CPF 529.982.247-25, phone +55 11 91234-5678';
let world: World;

beforeAll(async () => {
	world = await startWorld();
}, 900_000);
afterAll(() => world?.stop());

describe('Troupe Agent in n8n', () => {
	it('answers the support workflow from the handbook, with citations and the manifest that allowed it', async () => {
		const { status, body } = await world.api.ask<Outcome>('support', { message: covered, conversationId: 'e2e' });
		expect(status).toBe(200);
		expect(body).toMatchObject({
			outcome: 'reply',
			usage: { model: 'troupe:extractive' },
			manifest: { package: 'n8n-nodes-troupe', development: true },
		});
		expect(body.reply).toContain('30 days');
		expect(body.citations[0]!.text).toContain('30 days');
		expect(body.manifest.sha256).toMatch(/^[0-9a-f]{64}$/);
	});

	it('hands over what the handbook does not cover, in the language of the message', async () => {
		const { body } = await world.api.ask<Outcome>('support', { message: 'Vocês vendem naves espaciais?' });
		expect(body).toMatchObject({ outcome: 'needs-human', reason: 'not-covered', citations: [] });
		expect(body.reply).toContain('manual');
	});

	it("lists the package's agents in the editor", async () => {
		const { results } = await world.api.searchList('n8n-nodes-troupe.troupeAgent', 'searchAgents');
		expect(results).toContainEqual({ name: 'support', value: 'support' });
	});

	it('shows the model of a credential no personal data, and restores it in the reply', async () => {
		const credential = await world.api.createCredential('troupeOpenAiApi', {
			apiKey: 'sk-fake',
			baseUrl: `${world.openAi.url}/v1`,
			model: '',
		});
		const node = agent({}, { credentials: { troupeOpenAiApi: credential } });
		await world.api.publish(webhookWorkflow('by-credential', [node]), 'by-credential');
		const { body } = await world.api.ask<Outcome>('by-credential', { message: personal });
		expect(body).toMatchObject({ outcome: 'reply', usage: { model: 'openai:gpt-4.1-mini', estimated: false } });
		expect(body.usage.costUsd).toBeGreaterThan(0);
		assertMasked(body);
	});

	it("asks one of n8n's own chat models when it is connected", async () => {
		const credential = await world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${world.openAi.url}/v1`, header: false });
		await world.api.publish(webhookWorkflow('connected', [agent()], [chatModel(credential, 'Agent')]), 'connected');
		const { body } = await world.api.ask<Outcome>('connected', { message: personal });
		expect(body).toMatchObject({ outcome: 'reply', usage: { model: 'n8n:gpt-4.1-mini', estimated: false } });
		expect(body.usage.inputTokens).toBeGreaterThan(100);
		assertMasked(body);
	});

	it('goes on after an item that failed, and keeps every item paired', async () => {
		const split = {
			name: 'Split',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'body.messages', options: {} },
		};
		const node = agent({ message: '={{ $json.text }}' }, { onError: 'continueRegularOutput' });
		const paired = {
			name: 'Paired',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				includeOtherFields: true,
				assignments: { assignments: [{ id: 'a', name: 'asked', value: "={{ $('Split').item.json.id }}", type: 'string' }] },
			},
		};
		await world.api.publish(webhookWorkflow('many', [split, node, paired], [], { responseData: 'allEntries' }), 'many');
		const messages = [
			{ id: 'a', text: covered },
			{ id: 'b', text: ['not', 'text'] },
			{ id: 'c', text: covered },
		];
		const { body } = await world.api.ask<Array<Outcome & { asked: string }>>('many', { messages });
		expect(body.map(({ asked, outcome, details }) => [asked, outcome ?? details?.code])).toEqual([
			['a', 'reply'],
			['b', 'INPUT_INVALID'],
			['c', 'reply'],
		]);
		expect(body[1]!.error).toContain('expected text');
	});

	it("serves n8n's own AI agent as a tool", async () => {
		const credential = await world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${world.openAi.url}/v1`, header: false });
		const into = { into: 'AI Agent' };
		const tool = agent(
			{ message: "={{ $fromAI('question', 'What the customer asks', 'string') }}" },
			{ type: 'n8n-nodes-troupe.troupeAgentTool' },
		);
		const ai = {
			name: 'AI Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 2,
			parameters: { promptType: 'define', text: '={{ $json.body.message }}', options: {} },
		};
		await world.api.publish(
			webhookWorkflow('as-tool', [ai], [chatModel(credential, 'AI Agent'), { ...tool, ...into, as: 'ai_tool' }]),
			'as-tool',
		);
		world.openAi.script([createToolCall('Agent', { question: covered }), { text: 'Thirty days, says the handbook.' }]);
		const { body } = await world.api.ask<{ output: string }>('as-tool', { message: 'Returns?' });
		expect(body.output).toBe('Thirty days, says the handbook.');
		const last = world.openAi.calls.at(-1)!.body as { messages: Array<{ role: string; content: string }> };
		expect(last.messages.at(-1)).toMatchObject({ role: 'tool', content: expect.stringMatching(/30 days.*manifest/s) as string });
	});

	it('tests its credentials', async () => {
		const data = { apiKey: 'sk-fake', baseUrl: `${world.openAi.url}/v1`, model: '' };
		expect(await world.api.testCredential('troupeOpenAiApi', data)).toMatchObject({ status: 'OK' });
		expect(await world.api.testCredential('troupeOpenAiApi', { ...data, apiKey: 'wrong' })).toMatchObject({ status: 'Error' });
		const anthropic = await startAnthropicServer();
		const claude = { apiKey: 'sk-ant-fake', baseUrl: anthropic.url, model: '' };
		expect(await world.api.testCredential('troupeAnthropicApi', claude)).toMatchObject({ status: 'OK' });
		expect(await world.api.testCredential('troupeAnthropicApi', { ...claude, apiKey: 'wrong' })).toMatchObject({ status: 'Error' });
		await anthropic.close();
		const google = await startGoogleServer();
		const gemini = { apiKey: 'AIza-fake', baseUrl: google.url, model: '' };
		expect(await world.api.testCredential('troupeGoogleAiApi', gemini)).toMatchObject({ status: 'OK' });
		expect(await world.api.testCredential('troupeGoogleAiApi', { ...gemini, apiKey: 'wrong' })).toMatchObject({ status: 'Error' });
		await google.close();
	});

	function assertMasked(body: Outcome): void {
		expect(JSON.stringify(world.openAi.calls)).not.toMatch(/ana\.souza|529\.?982|91234/);
		for (const value of ['ana.souza@example.com', '529.982.247-25', '+55 11 91234-5678']) expect(body.reply).toContain(value);
		expect(body.guardrails[0]!.matches.map(({ type }) => type).sort()).toEqual(['BR_CPF', 'EMAIL_ADDRESS', 'PHONE_NUMBER']);
	}
});

describe('Troupe Process in n8n', () => {
	it('deploys, starts and awaits a process on `troupe serve`, and publishes a message', async () => {
		const baseUrl = await world.serve();
		const data = serveCredential(baseUrl);
		expect(await world.api.testCredential('camundaApi', data)).toMatchObject({ status: 'OK' });
		const credential = await world.api.createCredential('camundaApi', data);
		const deploy = processStep(
			'Deploy',
			{ resource: 'process', operation: 'deploy', bpmnFrom: 'text', bpmn: '={{ $json.body.bpmn }}', fileName: 'support.bpmn' },
			credential,
		);
		const variables = "={{ { message: $('Webhook').item.json.body.message, conversationId: 'e2e' } }}";
		const start = processStep(
			'Start',
			{
				resource: 'process',
				operation: 'startAndWait',
				processId: '={{ $json.deployments[0].processDefinition.processDefinitionId }}',
				variables,
				timeout: 20,
			},
			credential,
		);
		const publish = processStep(
			'Publish',
			{ resource: 'message', operation: 'publish', messageName: 'hello', correlationKey: '1', variables: '{}' },
			credential,
		);
		await world.api.publish(webhookWorkflow('by-process', [deploy, start]), 'by-process');
		await world.api.publish(webhookWorkflow('by-message', [publish]), 'by-message');

		const bpmn = readFileSync('examples/support/support.bpmn', 'utf8');
		const { status, body } = await world.api.ask('by-process', { bpmn, message: covered });
		expect([status, body]).toMatchObject([200, { processInstanceKey: expect.stringMatching(/^\d+$/) }]);
		expect(JSON.stringify(body.variables)).toContain('30 days');
		expect((await world.api.ask('by-message', {})).body).toMatchObject({ messageKey: expect.stringMatching(/^\d+$/) });
	});
});

describe('the editor', () => {
	const chromium = findChromium();
	const inBrowser = chromium || process.env.CI === 'true' ? it : it.skip;
	const missing = chromium ? '' : ' (skipped: no Chromium in PATH; install it, or set CHROMIUM_PATH)';

	let editor: Editor;
	beforeAll(async () => {
		if (chromium) editor = await openEditor(world, chromium);
		else if (process.env.CI === 'true') throw new Error('With CI=true the editor has to be looked at, and there is no Chromium in PATH.');
	}, 120_000);
	afterAll(() => editor?.close());

	inBrowser(
		`shows the nodes on the canvas and the fields in their panel, without an error of ours in the console${missing}`,
		async () => {
			await editor.openWorkflow(world.support);
			expect(await editor.nodesOnCanvas()).toEqual(['Customer Message', 'Support Agent', 'Answer']);
			expect(await editor.iconsOnCanvas()).toEqual(['/icons/n8n-nodes-troupe/dist/nodes/icons/agent.svg']);
			await editor.screenshot('workflow');
			await editor.openPanel('Support Agent');
			expect(await editor.fields()).toEqual(expect.arrayContaining(['Source', 'Agent', 'Message', 'Conversation ID', 'Model']));
			expect(await editor.execute()).toContain('30 days');
			await editor.screenshot('editor');
			expect(editor.collectOwnErrors()).toEqual([]);
		},
		120_000,
	);

	inBrowser(
		`shows the nodes of guardrails and models, the names of their outputs, and of each operation its own fields${missing}`,
		async () => {
			const credential = await world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${world.openAi.url}/v1`, header: false });
			await editor.openWorkflow(await world.api.createWorkflow(guardedChat(credential)));
			expect(await editor.readOutputs('Troupe Guardrails')).toEqual(['Pass', 'Violation']);
			await editor.screenshot('guardrails');
			await editor.openPanel('Troupe Guarded Model');
			expect(await editor.fields()).toEqual(
				expect.arrayContaining(['Personal Data Types', 'Keep Tokens For', 'Conversation ID', 'When Blocked']),
			);
			await editor.closePanel();
			await editor.openPanel('Troupe Guardrails');
			expect((await editor.fields()).slice(0, 4)).toEqual(['Operation', 'Text', 'Conversation ID', 'Guardrails From']);
			await editor.choose('operation', 'Mask');
			expect((await editor.fields()).slice(0, 7)).toEqual([
				'Operation',
				'Text',
				'Conversation ID',
				'Mask',
				'Personal Data Types',
				'Include Names of People',
				'Countries and Languages',
			]);
			const model = { name: 'Model', type: 'n8n-nodes-troupe.troupeModel', typeVersion: 1 };
			await editor.openWorkflow(await world.api.createWorkflow(row('ask a model', [model])));
			await editor.openPanel('Model');
			expect(await editor.fields()).toEqual(expect.arrayContaining(['Operation', 'Model', 'Model Name', 'Prompt']));
			const parameters = { source: 'violations' };
			const trigger = { name: 'Violation', type: 'n8n-nodes-troupe.troupeEventsTrigger', typeVersion: 1, parameters };
			await editor.openWorkflow(await world.api.createWorkflow(row('on violation', [trigger])));
			await editor.openPanel('Violation');
			expect((await editor.fields()).slice(0, 5)).toEqual(['Follow', 'Violations', 'Actions', 'Texts', 'Guardrails']);
			expect(editor.collectOwnErrors()).toEqual([]);
		},
		120_000,
	);
});

describe('the gate', () => {
	const file = 'dist/nodes/TroupeAgent/TroupeAgent.node.js';
	let manual: string;

	beforeAll(async () => {
		manual = await world.api.createWorkflow(manualWorkflow('by hand', [agent({ message: covered })]));
	});
	afterEach(() => world.reinstall());

	it('lets the installed package run', async () => {
		await allows();
	});

	it('refuses a file of which one byte was changed, naming file, hashes and fix', async () => {
		await flipByte(file);
		await refuses(
			new RegExp(`"Agent" may not run\\. The file ${file} was changed: SHA-256 expected [0-9a-f]{64}, found [0-9a-f]{64}\\. Reinstall`),
		);
		const { status, body } = await world.api.ask('support', { message: covered });
		expect([status, body.message]).toEqual([500, 'There was a problem executing the workflow']);
		expect(await readFile(world.logFile, 'utf8')).toContain(`[troupe] The node "Support Agent" may not run. The file ${file} was changed`);
		expect((await world.api.activate(world.support)).body.message).toContain('was changed');
	});

	it('refuses a version that nobody approved, and one that was revoked, under a root that the ops team pins', async () => {
		const keys = join(world.userFolder, 'keys');
		const trust = ['--keys', keys, '--into', world.pinned];
		const sign = () => world.troupe('manifest', 'sign', world.installed, '--keys', keys);
		try {
			await world.troupe('manifest', 'keys', 'create', '--into', keys);
			await sign();
			await world.troupe('manifest', 'approve', world.installed, ...trust);
			await allows();
			await wait(1_000); // a manifest of another second is another manifest
			await sign();
			await refuses(/"Agent" may not run\. .*approv.*troupe manifest approve/is);
			await world.troupe('manifest', 'approve', world.installed, ...trust);
			await allows();
			await world.troupe('manifest', 'revoke', `n8n-nodes-troupe@${await readVersion(world.installed)}`, ...trust, '--yes');
			await refuses(/"Agent" may not run\. .*revoked/is);
		} finally {
			await world.unpin();
		}
	}, 120_000);

	it('is in the node too, where no hook is set', async () => {
		const allowed = await world.n8n('execute', `--id=${manual}`, '--rawOutput');
		expect(allowed.output).toContain('30 days');
		await appendFile(join(world.installed, file), '\n');
		const refused = await world.n8n('execute', `--id=${manual}`, '--rawOutput');
		expect(refused.code).not.toBe(0);
		expect(refused.tail).toContain(`The file ${file} was changed`);
	});

	// The gate looks at the files again after a quarter of a second, and later on a slow disk.
	const allows = () => waitUntil('an execution', async () => (await refusal()) === 'allowed');
	const refuses = (reason: RegExp) => waitUntil(String(reason), async () => reason.exec(await refusal())?.[0]);

	/** Returns what the editor shows when the workflow is executed. */
	async function refusal(): Promise<string> {
		const { status, body } = await world.api.execute(manual, 'Manual');
		return status === 200 ? 'allowed' : String(body.message);
	}

	async function readVersion(folder: string): Promise<string> {
		return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
	}

	async function flipByte(name: string): Promise<void> {
		const path = join(world.installed, name);
		const bytes = await readFile(path);
		bytes[bytes.length - 2]! ^= 1;
		await writeFile(path, bytes);
	}
});

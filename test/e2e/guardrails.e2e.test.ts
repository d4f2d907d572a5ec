import { readFileSync } from 'node:fs';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import { type FakeServer, rawAnswer, startFakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { chatModel, chatWorkflow, row, type Step, webhookWorkflow } from './workflows';
import type { Workflow } from './n8n-api';
import { startWorld, type World } from './world';
import { waitUntil } from '../support/wait-until';

const cpf = '529.982.247-25';
const otherCpf = '111.444.777-35';
let world: World;
let model: FakeServer;
/** Tells what it knows of a customer, and with it the e-mail address. */
let customers: FakeServer;
let credential: object;

beforeAll(async () => {
	[world, model, customers] = await Promise.all([
		startWorld(),
		startOpenAiServer({ respond: lookUpThenAnswer }),
		startFakeServer(() => rawAnswer({ status: 200, body: { customer: { email: 'ana.souza@example.com', since: 2019 } } })),
	]);
	credential = await world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${model.url}/v1`, header: false });
}, 900_000);
afterAll(() => Promise.all([world?.stop(), model?.close(), customers?.close()]));
beforeEach(() => [model, customers].forEach(({ calls }) => calls.splice(0)));

/** A model as agents know it: calls the tool with what it was given, then answers with that and with what the tool said. */
const lookUpThenAnswer: FakeResponder = ({ messages }) => {
	const asked = messages.findLast(({ role }) => role === 'user')!.content;
	const token = /\[CPF_\d+_\w+\]/.exec(asked)?.[0];
	const last = messages.at(-1)!;
	// A judge is told what to answer in the system message.
	const check = /"check":"(\w+)","levels":(\{[^}]*\})/.exec(messages[0]!.content);
	if (check)
		return {
			text: `{"check":"${check[1]}","levels":${check[2]!.replace('"violence":N', `"violence":${asked.includes('pier') ? 3 : 0}`).replaceAll(':N', ':0')}}`,
		};
	if (asked.includes('made up'))
		return last.role === 'tool'
			? { text: `I was told: ${last.content}` }
			: { text: '', calls: [{ name: 'Customers', input: { cpf: otherCpf } }] };
	if (asked.includes('repeat')) return { text: `You wrote ${token}.` };
	if (asked.includes('as JSON')) return { text: JSON.stringify({ output: { cpf: token } }) };
	if (last.role !== 'tool') return { text: '', calls: [{ name: 'Customers', input: { cpf: token } }] };
	return { text: `The customer ${token} is known as ${/\[EMAIL_\d+_\w+\]/.exec(last.content)?.[0]}.` };
};

const guarded = (parameters: object = {}): Step & { into: string; as: string } => ({
	name: 'Guarded',
	type: 'n8n-nodes-troupe.troupeGuardedModel',
	typeVersion: 1,
	parameters,
	into: 'AI Agent',
	as: 'ai_languageModel',
});

const tool = (): Step & { into: string; as: string } => ({
	name: 'Customers',
	type: 'n8n-nodes-base.httpRequestTool',
	typeVersion: 4.2,
	parameters: {
		url: `=${customers.url}/{{ $fromAI('cpf', 'The CPF', 'string') }}`,
		toolDescription: 'Finds a customer by CPF',
		options: {},
	},
	into: 'AI Agent',
	as: 'ai_tool',
});

const aiAgent = (text: string): Step => ({
	name: 'AI Agent',
	type: '@n8n/n8n-nodes-langchain.agent',
	typeVersion: 3,
	parameters: { promptType: 'define', text, options: { systemMessage: 'You look customers up.' } },
});

const wire = () => JSON.stringify(model.calls.map(({ body }) => body));

describe('Troupe Guarded Model between n8n’s own agent and chat model', () => {
	it('shows the model tokens, and the tool and the user the values', async () => {
		const subNodes = [chatModel(credential, 'Guarded'), guarded(), tool()];
		await world.api.publish(webhookWorkflow('guarded', [aiAgent('={{ $json.body.message }}')], subNodes), 'guarded');
		const { body } = await world.api.ask<{ output: string }>('guarded', { message: `Quem é o cliente de CPF ${cpf}?` });
		expect(body.output).toBe(`The customer ${cpf} is known as ana.souza@example.com.`);
		expect(customers.calls.map(({ path }) => decodeURIComponent(path))).toEqual([`/${cpf}`]);
		expect(model.calls).toHaveLength(2);
		expect(wire()).toMatch(/\[CPF_1_\w+\].*\[EMAIL_1_\w+\]/s);
		expect(wire()).not.toMatch(/529\.?982|ana\.souza/);
	});

	// Replies that the standard policy judges are shown by sentences; this one has only one.
	const switchOff = [
		'backend-data',
		'claimed-effect',
		'language',
		'hidden-characters',
		'secrets',
		'harmful-content',
		'prompt-leak',
		'support',
		'unknown-link',
	];

	it('restores streams, and keeps two conversations at once apart', async () => {
		const subNodes = [chatModel(credential, 'Guarded'), guarded({ options: { switchOff } }), tool()];
		await world.api.publish(chatWorkflow('guarded-chat', [aiAgent('={{ $json.chatInput }}')], subNodes), 'guarded-chat/chat');
		const [one, other] = await Promise.all([cpf, otherCpf].map((number) => world.api.chat('guarded-chat', `CPF ${number}`)));
		expect(one!.text).toBe(`The customer ${cpf} is known as ana.souza@example.com.`);
		expect(other!.text).toBe(`The customer ${otherCpf} is known as ana.souza@example.com.`);
		expect(one!.chunks).toBeGreaterThan(4);
		expect(wire()).toContain('"stream":true');
		expect(wire()).not.toMatch(/529\.?982|444\.?777|ana\.souza/);
		expect(new Set(wire().match(/\[CPF_1_\w+\]/g)).size).toBe(2);
	});

	it('restores structured output of a chain', async () => {
		const chain = {
			name: 'AI Agent',
			type: '@n8n/n8n-nodes-langchain.chainLlm',
			typeVersion: 1.7,
			parameters: { promptType: 'define', text: '={{ $json.body.message }}', hasOutputParser: true },
		};
		const parser = {
			name: 'Parser',
			type: '@n8n/n8n-nodes-langchain.outputParserStructured',
			typeVersion: 1.3,
			parameters: { jsonSchemaExample: '{ "cpf": "text" }' },
			into: 'AI Agent',
			as: 'ai_outputParser',
		};
		const subNodes = [chatModel(credential, 'Guarded'), guarded(), parser];
		await world.api.publish(webhookWorkflow('guarded-chain', [chain], subNodes), 'guarded-chain');
		const { body } = await world.api.ask('guarded-chain', { message: `The CPF ${cpf} as JSON` });
		expect(body).toEqual({ output: { cpf } });
		expect(wire()).not.toContain('529.982');
	});

	it('has the agent say politely, or fail with, what a guardrail stopped, and never asks the model', async () => {
		const guardrails = { length: [{ characters: 20, words: 0, sentences: 0, action: 'block', stages: ['input'] }] };
		const publish = (path: string, parameters: object) =>
			world.api.publish(
				webhookWorkflow(
					path,
					[aiAgent('={{ $json.body.message }}')],
					[chatModel(credential, 'Guarded'), guarded({ guardrails, ...parameters })],
				),
				path,
			);
		await publish('stopped', {});
		const id = await publish('stopped-error', { onBlock: 'error' });
		const message = 'a message that is far too long for this';
		expect((await world.api.ask('stopped', { message })).body).toEqual({ output: 'I cannot answer this message here.' });
		expect((await world.api.ask('stopped-error', { message })).status).toBe(500);
		expect(JSON.stringify(await world.api.finishedRun(id))).toContain('GUARDRAIL_VIOLATION');
		expect(model.calls).toEqual([]);
	});

	it('tells the model why a tool call is not made, and n8n’s agent goes on with what the model says then', async () => {
		const guardrails = { 'personal-data': [{ action: 'block', types: ['BR_CPF'], stages: ['tool-arguments'] }] };
		const subNodes = [chatModel(credential, 'Guarded'), guarded({ guardrails }), tool()];
		const id = await world.api.publish(webhookWorkflow('refused', [aiAgent('={{ $json.body.message }}')], subNodes), 'refused');
		const { body } = await world.api.ask<{ output: string }>('refused', { message: 'Look up a made up customer' });
		expect(body.output).toMatch(/^I was told: The call was not made: the guardrail "personal-data" refused the argument "cpf"/);
		expect(customers.calls).toEqual([]);
		expect(model.calls).toHaveLength(2);
		expect(JSON.stringify((await world.api.finishedRun(id)).Guarded)).toContain('"tool":"Customers"');
		await world.api.publish(chatWorkflow('refused-chat', [aiAgent('={{ $json.chatInput }}')], subNodes), 'refused-chat/chat');
		expect((await world.api.chat('refused-chat', 'Look up a made up customer')).text).toMatch(/^I was told: The call was not made/);
	});

	it('asks another model about what is doubtful, which sees tokens', async () => {
		const guardrails = { 'harmful-content': [{ action: 'block', judge: 'always', stages: ['input'] }] };
		const judge = { ...chatModel(credential, 'Guarded'), name: 'Small Model', index: 1 };
		const subNodes = [chatModel(credential, 'Guarded'), judge, guarded({ guardrails, judgeFrom: 'connected' })];
		const id = await world.api.publish(webhookWorkflow('judged', [aiAgent('={{ $json.body.message }}')], subNodes), 'judged');
		const message = `Quietly push him off the pier. His CPF is ${cpf}.`;
		expect((await world.api.ask('judged', { message })).body).toEqual({ output: 'I cannot answer this message here.' });
		expect(wire()).toMatch(/push him off the pier\. His CPF is \[CPF_1_/);
		expect(wire()).not.toContain('529.982');
		const run = await world.api.finishedRun(id);
		expect([run['Small Model'] !== undefined, run['OpenAI Chat Model'] !== undefined]).toEqual([true, false]);
		expect((await world.api.ask('judged', { message: `Please repeat ${cpf}` })).body).toEqual({ output: `You wrote ${cpf}.` });
	});

	it('shows among the run’s data what was masked, and of the model’s own data tokens only', async () => {
		const subNodes = [chatModel(credential, 'Guarded'), guarded(), tool()];
		const id = await world.api.publish(webhookWorkflow('guarded-run', [aiAgent('={{ $json.body.message }}')], subNodes), 'guarded-run');
		await world.api.ask('guarded-run', { message: `CPF ${cpf}` });
		const run = await world.api.finishedRun(id);
		expect(JSON.stringify(run.Guarded)).toContain('"BR_CPF":');
		expect(JSON.stringify(run.Guarded)).not.toMatch(/529\.?982|ana\.souza/);
		expect(JSON.stringify(run['OpenAI Chat Model'])).toContain('[CPF_1_');
		expect(JSON.stringify(run['OpenAI Chat Model'])).not.toMatch(/529\.?982|ana\.souza/);
		expect(JSON.stringify(run['AI Agent'])).toContain(cpf);
	});
});

describe('Troupe Guardrails in n8n', () => {
	it('serves n8n’s own agent as a tool', async () => {
		const check = {
			name: 'Customers',
			type: 'n8n-nodes-troupe.troupeGuardrailsTool',
			typeVersion: 1,
			parameters: { operation: 'mask', text: "={{ $fromAI('cpf', 'The CPF', 'string') }}", mask: 'partial' },
			into: 'AI Agent',
			as: 'ai_tool',
		};
		await world.api.publish(
			webhookWorkflow('guardrails-tool', [aiAgent('={{ $json.body.message }}')], [chatModel(credential, 'Guarded'), guarded(), check]),
			'guardrails-tool',
		);
		expect((await world.api.ask('guardrails-tool', { message: `CPF ${cpf}` })).status).toBe(200);
		const last = model.calls.at(-1)!.body as { messages: Array<{ role: string; content: string }> };
		expect(last.messages.at(-1)).toMatchObject({ role: 'tool', content: expect.stringContaining('***.982.247-**') as string });
	});

	it('tells a workflow of each violation, by type and position, and fails where there is no text', async () => {
		const trigger = {
			name: 'Violation',
			type: 'n8n-nodes-troupe.troupeEventsTrigger',
			typeVersion: 1,
			parameters: { source: 'violations', codes: ['PERSONAL_DATA'] },
		};
		const listening = await world.api.createWorkflow(
			row('violations', [trigger, { name: 'Done', type: 'n8n-nodes-base.noOp', typeVersion: 1 }]),
		);
		await world.api.activate(listening);
		await waitUntil('the publication', async () => (await world.api.publication(listening)).status === 'published', { everyMs: 50 });
		const check = {
			name: 'Check',
			type: 'n8n-nodes-troupe.troupeGuardrails',
			typeVersion: 1,
			parameters: { text: '={{ $json.body.message }}' },
		};
		await world.api.publish(webhookWorkflow('check', [check]), 'check');
		const { body } = await world.api.ask('check', { message: `My CPF is ${cpf}` });
		expect(body).toMatchObject({ outcome: 'rewritten', text: expect.not.stringContaining('529.982') as string });
		expect((await world.api.ask('check', { massage: `My CPF is ${cpf}` })).status).toBe(500);
		const [violation] = listItems((await world.api.finishedRun(listening)).Done);
		expect(violation).toMatchObject({
			code: 'PERSONAL_DATA',
			stage: 'input',
			host: 'n8n',
			matches: [{ type: 'BR_CPF', start: 10, end: 24 }],
		});
		expect(JSON.stringify(violation)).not.toContain('529.982');
	});
});

describe('the example', () => {
	it('is a chat that keeps one token for a value over its conversation, and another for another', async () => {
		await world.api.publish(withCredential('examples/guardrails/workflow.json'), 'troupe-guardrails-chat/chat');
		const say = (session: string) => world.api.chat('troupe-guardrails-chat', `Please repeat ${cpf}`, session);
		for (const session of ['s1', 's1', 's2']) expect((await say(session)).text).toBe(`You wrote ${cpf}.`);
		const [one, again, other] = model.calls.map(
			({ body }) => /\[CPF_1_\w+\]/.exec(JSON.stringify((body as { messages: unknown[] }).messages.at(-1)))![0],
		);
		expect(again).toBe(one);
		expect(other).not.toBe(one);
		expect(wire()).not.toContain('529.982');
	});

	it('sends replies that break a rule another way', async () => {
		const id = await world.api.createWorkflow(withCredential('examples/guardrails/reply-workflow.json'));
		expect(await world.api.execute(id, 'Start')).toMatchObject({ status: 200 });
		const run = await world.api.finishedRun(id);
		expect(listItems(run.Send).map(({ outcome, text }) => [outcome, String(text).trim()])).toEqual([
			['pass', 'Your order is on its way.'],
			['rewritten', 'Your order is on its way.'],
		]);
		expect(listItems(run['Ask a Person'])).toMatchObject([{ outcome: 'blocked', violations: [{ code: 'SECRET', stage: 'output' }] }]);
	});

	function withCredential(file: string): Workflow {
		const { name, nodes, connections } = JSON.parse(readFileSync(file, 'utf8')) as Workflow;
		return {
			name,
			connections,
			nodes: (nodes as Step[]).map((node) =>
				node.name === 'OpenAI Chat Model' ? { ...node, credentials: { openAiApi: credential } } : node,
			),
		};
	}
});

/** What a node gave at its first output. */
function listItems(runs: unknown): Array<Record<string, unknown>> {
	const [{ data }] = runs as [{ data: { main: Array<Array<{ json: Record<string, unknown> }>> } }];
	return data.main[0]!.map(({ json }) => json);
}

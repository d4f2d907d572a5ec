import { setTimeout as wait } from 'node:timers/promises';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import { type FakeServer, rawAnswer, startFakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai-server';
import { chatModel, chatWorkflow, type Step, webhookWorkflow } from './workflows';
import { startWorld, type World } from './world';

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
	const token = /\[CPF_\d+_\w+\]/.exec(messages.findLast(({ role }) => role === 'user')!.content)?.[0];
	const last = messages.at(-1)!;
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
		expect(wire()).not.toMatch(/529|ana\.souza/);
	});

	it('restores streams, and keeps two conversations at once apart', async () => {
		const subNodes = [chatModel(credential, 'Guarded'), guarded(), tool()];
		await world.api.publish(chatWorkflow('guarded-chat', [aiAgent('={{ $json.chatInput }}')], subNodes), 'guarded-chat/chat');
		const [one, other] = await Promise.all([cpf, otherCpf].map((number) => world.api.chat('guarded-chat', `CPF ${number}`)));
		expect(one!.text).toBe(`The customer ${cpf} is known as ana.souza@example.com.`);
		expect(other!.text).toBe(`The customer ${otherCpf} is known as ana.souza@example.com.`);
		expect(one!.chunks).toBeGreaterThan(4);
		expect(wire()).toContain('"stream":true');
		expect(wire()).not.toMatch(/529|777|ana\.souza/);
		expect(new Set(wire().match(/\[CPF_1_\w+\]/g)).size).toBe(2);
	});

	it('shows among the run’s data what was masked, and of the model’s own data tokens only', async () => {
		const subNodes = [chatModel(credential, 'Guarded'), guarded(), tool()];
		const id = await world.api.publish(webhookWorkflow('guarded-run', [aiAgent('={{ $json.body.message }}')], subNodes), 'guarded-run');
		await world.api.ask('guarded-run', { message: `CPF ${cpf}` });
		await wait(200);
		const run = await world.api.lastRun(id);
		expect(JSON.stringify(run.Guarded)).toContain('"BR_CPF":');
		expect(JSON.stringify(run.Guarded)).not.toMatch(/529|ana\.souza/);
		expect(JSON.stringify(run['OpenAI Chat Model'])).toContain('[CPF_1_');
		expect(JSON.stringify(run['OpenAI Chat Model'])).not.toMatch(/529|ana\.souza/);
		expect(JSON.stringify(run['AI Agent'])).toContain(cpf);
	});
});

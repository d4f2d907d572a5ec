import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { chatModel, chatWorkflow, type Step, webhookWorkflow } from './workflows';
import { serveCredential, startWorld, type World } from './world';

interface Planned {
	id: string;
	state: string;
	hash: string;
	output: string;
	tree: { inputs: Array<{ name: string; type: string }> };
	confirmed: { by: string };
	runs: Array<{ instanceKey: string; engine: string; state: string }>;
}

let world: World;
let credential: { id: string; name: string };
beforeAll(async () => {
	world = await startWorld();
	credential = await world.api.createCredential('camundaApi', serveCredential(await world.serve()));
	for (const operation of ['confirm', 'run', 'get'])
		await world.api.publish(webhookWorkflow(`plan-${operation}`, [planner(operation)]), `plan-${operation}`);
}, 300_000);
afterAll(() => world?.stop());

/** The node with what its operation reads from the body of a webhook. */
const planner = (operation: string): Step => ({
	name: 'Planner',
	type: 'n8n-nodes-troupe.troupePlanner',
	typeVersion: 1,
	credentials: { camundaApi: credential },
	parameters: {
		...{ operation, planId: '={{ $json.body.plan }}', hash: '={{ $json.body.hash }}', confirmedBy: '={{ $json.body.by }}' },
		...{ variables: '={{ $json.body.variables ?? {} }}', options: { acceptsUnsupported: true } },
	},
});

const converse = (id: string) => chatWorkflow(id, [{ name: 'Planner', type: 'n8n-nodes-troupe.troupePlanner', typeVersion: 1 }], []);
const act = async (operation: string, body: object): Promise<Planned> => (await world.api.ask<Planned>(`plan-${operation}`, body)).body;

it('plans in a chat without a model, confirms nothing there, and runs what a person confirmed', async () => {
	const id = await world.api.publish(converse('plan-chat'), 'plan-chat/chat');
	const say = async (message: string) => {
		const { text } = await world.api.chat('plan-chat', message);
		const plan = await readPlan(id);
		expect(text).toBe(plan.output);
		return plan;
	};
	let plan = await say(
		'Customers ask for refunds:\nthe clerk checks the refund\nif the amount is above 500: the manager approves\nfinance: pay the refund',
	);
	expect(plan.output).toContain('you decide');
	for (let asked = 0; plan.state === 'asking' && asked < 9; asked++) plan = await say('you decide');
	expect(plan).toMatchObject({ state: 'proved', output: expect.stringContaining(`Hash: ${plan.hash}`) as string });
	expect(await say('ok, confirm and run it')).toMatchObject({ id: plan.id, state: 'proved', hash: plan.hash });
	expect(await act('confirm', { plan: plan.id, hash: plan.hash, by: 'ana' })).toMatchObject({
		...{ state: 'confirmed', confirmed: { by: expect.stringMatching(/^workflow:.+ for ana$/) as string } },
	});
	const variables = Object.fromEntries(plan.tree.inputs.map(({ name, type }) => [name, type === 'number' ? 700 : 'x']));
	expect(await act('run', { plan: plan.id, variables })).toMatchObject({ state: 'running', runs: [{ engine: 'embedded' }] });
	expect(await act('get', { plan: plan.id })).toMatchObject({ runs: [{ state: expect.stringMatching(/active|incident/) as string }] });
});

it('asks the chat model that is connected', async () => {
	const openAi = await startOpenAiServer({ models: ['gpt-4.1-mini'], respond: () => ({ text: '{}' }) });
	const account = await world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${openAi.url}/v1` });
	const workflow = chatWorkflow(
		'plan-model',
		[{ name: 'Planner', type: 'n8n-nodes-troupe.troupePlanner', typeVersion: 1 }],
		[chatModel(account, 'Planner')],
	);
	const id = await world.api.publish(workflow, 'plan-model/chat');
	await world.api.chat('plan-model', 'We pay invoices');
	expect((await readPlan(id)).state).toMatch(/asking|drawn|proved/);
	expect(JSON.stringify(openAi.calls.map(({ body }) => body))).toContain('We pay invoices');
	await openAi.close();
});

/** What the node gave in the last execution. */
async function readPlan(workflow: string): Promise<Planned> {
	const run = (await world.api.finishedRun(workflow)) as {
		Planner: Array<{ data: { main: Array<Array<{ json: Planned }>> } }>;
	};
	return run.Planner[0]!.data.main[0]![0]!.json;
}

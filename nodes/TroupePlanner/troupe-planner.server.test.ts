import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { CamundaApi } from '../../credentials/CamundaApi.credentials';
import { chain, endEvent, processModel, startEvent } from '../../test/contract/model-builder';
import { openTestService, type TestService } from '../../test/support/engine/test-service';
import { closeOpened } from '../../providers/compose/open-once';
import { openAudit } from '../../providers/compose/state/host-audit';
import { openGate } from '../../test/fakes/permissive-gate';
import { FakeAiChunk, FakeChatModel } from '../../test/support/n8n/fake-chat-model';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';
import { properties } from './properties';
import { TroupePlanner } from './TroupePlanner.node';

const home = mkdtempSync(join(tmpdir(), 'troupe-planner-node-'));
let service: TestService;
beforeAll(async () => {
	process.env.TROUPE_HOME = home;
	service = await openTestService([]);
});
afterAll(async () => {
	for (const name of ['TROUPE_HOME', 'TROUPE_TENANT', 'TROUPE_PUBLIC_URL']) delete process.env[name];
	await Promise.all([service.close(), closeOpened()]);
	rmSync(home, { recursive: true });
});

const wish =
	'Customers ask for refunds:\nthe clerk checks the refund\nif the amount is above 500: the manager approves\nfinance: pay the refund';
const engine = () => ({ camundaApi: { baseUrl: service.url, authentication: 'none' } });

/** The form as it is untouched, with what is set; its expressions are those of a chat. */
const form = (set: IDataObject): IDataObject => ({
	...Object.fromEntries(properties.map(({ name, default: value }) => [name, value])),
	...set,
});

async function runAll(set: IDataObject | ((item: number) => IDataObject), options: Partial<FakeExecution> = {}, gate = openGate()) {
	const parameters = typeof set === 'function' ? (item: number) => form(set(item)) : form(set);
	const node = { type: 'n8n-nodes-troupe.troupePlanner', name: 'Planner', ...options.node };
	const context = fakeExecuteFunctions({ credentialTypes: [new CamundaApi()], ...options, parameters, node });
	const [items] = await execute.call(context, { gate });
	return items!.map(({ json }) => json);
}
const run = async (operation: string, set: IDataObject = {}, options: Partial<FakeExecution> = {}) =>
	(await runAll({ operation, ...set }, options))[0]!;
const say = (message: string, set: IDataObject = {}, options: Partial<FakeExecution> = {}) =>
	run('converse', { message, conversationId: 'chat-1', ...set }, options);

async function confirmed(on = 'embedded'): Promise<IDataObject> {
	const { id } = await run('create', { wish, options: { supposes: true } });
	const { hash } = await run('prove', { planId: id });
	const options = { acceptsUnsupported: true };
	return run('confirm', { planId: id, hash, confirmedBy: 'ana', engine: on, options });
}
async function readAudit(): Promise<string> {
	const { store } = (await openAudit({ stateFolder: home }))!;
	await store.sequence('default');
	return JSON.stringify(await store.search('default', { limit: 100 }));
}
const inputsOf = ({ tree }: IDataObject) =>
	Object.fromEntries(
		(tree as { inputs: Array<{ name: string; type: string }> }).inputs.map(({ name, type }) => [name, type === 'number' ? 700 : 'x']),
	);

it('asks the gate before anything else', async () => {
	const closed = { admit: () => Promise.reject(new Error('not approved')) };
	const node = { onError: 'continueRegularOutput' as const };
	await expect(runAll({ message: wish, conversationId: 'c' }, { node }, closed as never)).rejects.toThrow('not approved');
	const gate = openGate();
	await runAll({ operation: 'getAll' }, {}, gate);
	expect(gate.admitted[0]).toMatchObject({ kind: 'node', name: 'n8n-nodes-troupe.troupePlanner' });
});

it('plans in a chat without a model: asks, draws, proves, answers and changes', async () => {
	let reply = await say(wish);
	for (let asked = 0; reply.state === 'asking' && asked < 9; asked++) {
		expect((reply.questions as object[]).length).toBeLessThanOrEqual(2);
		expect(reply.output).toContain('you decide');
		reply = await say('you decide');
	}
	expect(reply).toMatchObject({ state: 'proved', proof: { passed: true }, files: expect.any(Array) as unknown });
	expect(reply.output).toContain(`Hash: ${reply.hash as string}`);
	expect(await say('What are the risks?')).toMatchObject({ id: reply.id, hash: reply.hash });
	const { name } = (reply.tree as { do: Array<{ name: string }> }).do[0]!;
	const changed = await say(`rename "${name}" to "Begin"`);
	expect(changed).toMatchObject({ id: reply.id, state: 'proved', difference: { bump: 'patch' } });
	expect(changed.hash).not.toBe(reply.hash);
	expect(await say('ok, confirm and run it')).toMatchObject({
		id: reply.id,
		state: 'proved',
		output: expect.stringMatching(/^A message cannot/),
	});
	expect(await run('get', { planId: reply.id })).not.toHaveProperty('confirmed');
}, 60_000);

it('speaks the language of each wish, as often as it changes in a chat (SAP-archive/SAPConversationalAI#50)', async () => {
	const begins: string[] = [];
	for (const text of ['Pagar as notas', 'New plan: pay invoices', 'Novo plano: enviar o relatório', 'New plan: hire people'])
		begins.push(((await say(text, { conversationId: 'languages' })).output as string).split('\n')[0]!);
	expect(begins).toEqual(['Perguntas', 'Questions', 'Perguntas', 'Questions']);
});

it('shows its reply in a chat that streams', async () => {
	const sent: string[] = [];
	const { output } = await say(
		'Pay invoices',
		{ conversationId: 'streamed' },
		{ onChunk: (type, text) => sent.push(`${type} ${text ?? ''}`) },
	);
	expect(sent).toEqual(['begin ', `item ${output as string}`, 'end ']);
});

it('asks the model that is connected', async () => {
	const model = new FakeChatModel(() => [new FakeAiChunk('{}')]);
	await say('Pay invoices', { conversationId: 'with-model' }, { connected: [model] });
	expect(JSON.stringify(model.seen)).toContain('Pay invoices');
});

it('lets a plan call the processes of its credential, and says where they are not known', async () => {
	const parts = [startEvent(), endEvent(), ...chain('start', 'end')];
	await service.engine.deploy([processModel('debt-collection', parts)]);
	const plan = async (conversationId: string, credentials?: FakeExecution['credentials']) => {
		const model = new FakeChatModel(() => [new FakeAiChunk('{}')]);
		const hints: string[] = [];
		const options = { connected: [model], onHint: (text: string) => void hints.push(text), ...(credentials && { credentials }) };
		await say('Collect the debt of each customer once a month.', { conversationId }, options);
		await say('you decide', { conversationId }, options);
		return { isOffered: JSON.stringify(model.seen).includes('debt-collection'), hints };
	};
	expect(await plan('debts-1', engine())).toEqual({ isOffered: true, hints: [] });
	expect(await plan('debts-2')).toEqual({ isOffered: false, hints: [] });
	const { isOffered, hints } = await plan('debts-3', { camundaApi: { baseUrl: 'http://127.0.0.1:1', authentication: 'none' } });
	expect([isOffered, hints[0]]).toEqual([false, expect.stringMatching(/^The processes of the engine are not known/)]);
}, 60_000);

it('confirms the hash that a person saw in the name of the workflow for the person, and runs it once in an execution', async () => {
	const plan = await confirmed();
	expect(plan).toMatchObject({ state: 'confirmed', confirmed: { by: 'workflow:w1 for ana', hash: plan.hash } });
	const set = { planId: plan.id, variables: JSON.stringify(inputsOf(plan)) };
	const options = { credentials: engine(), executionId: 'e-run' };
	const started = await run('run', set, options);
	expect(started).toMatchObject({ state: 'running', runs: [{ engine: 'embedded', instanceKey: expect.any(String) as string }] });
	expect((await run('run', set, options)).runs).toEqual(started.runs);
	const audit = await readAudit();
	for (const part of ['plan.confirmed', '"workflow:w1 for ana"', 'plan.started', '"workflow:w1"']) expect(audit).toContain(part);
	expect(audit).not.toMatch(/refund/i);
	const { output, runs } = await run('get', { planId: plan.id }, { credentials: engine() });
	expect(runs).toMatchObject([{ state: expect.stringMatching(/active|incident/) as string }]);
	expect(output).toContain(plan.hash as string);
	expect(await run('get', { planId: plan.id })).toMatchObject({ state: 'running' });
}, 60_000);

describe('the confirmation', () => {
	let provedId: string;
	beforeAll(async () => {
		provedId = (await run('create', { wish, options: { supposes: true } })).id as string;
		await run('prove', { planId: provedId });
	}, 60_000);

	it.each<[string, IDataObject, RegExp]>([
		['an ok', { hash: 'ok' }, /"Hash" is not a hash/],
		['no hash', { hash: '' }, /"Hash" is empty/],
		['the hash of other files', { hash: '0'.repeat(64) }, /its hash is [0-9a-f]{64}, and 0{64} was confirmed/],
		['nobody', { hash: '0'.repeat(64), confirmedBy: ' ' }, /"Confirmed By" is empty/],
		['another engine', { hash: '0'.repeat(64), engine: 'camunda' }, /"Runs On" is neither/],
	])('refuses %s', async (_, set, problem) => {
		await expect(run('confirm', { planId: provedId, confirmedBy: 'ana', ...set })).rejects.toThrow(problem);
	});
});

it('says with its own operations what to do in which state', async () => {
	const { id, state } = await run('create', { wish, options: { supposes: true } });
	expect(state).toBe('drawn');
	const confirm = { planId: id, hash: '0'.repeat(64), confirmedBy: 'ana' };
	await expect(run('confirm', confirm)).rejects.toMatchObject({
		message: expect.stringContaining('was not proved') as string,
		description: expect.stringContaining('the operation Prove of Troupe Planner') as string,
	});
	await expect(run('run', { planId: id })).rejects.toThrow(/nobody confirmed it/);
	const plan = await confirmed();
	const start = (credentials?: FakeExecution['credentials']) =>
		run('run', { planId: plan.id, variables: inputsOf(plan) }, { ...(credentials && { credentials }) });
	await expect(start()).rejects.toMatchObject({ message: expect.stringContaining('no credential for it') as string });
	await expect(start({ camundaApi: { baseUrl: 'http://127.0.0.1:1', authentication: 'none' } })).rejects.toThrow(/did not respond/);
	const other = await confirmed('zeebe');
	await expect(run('run', { planId: other.id, variables: inputsOf(other) }, { credentials: engine() })).rejects.toThrow(
		/was confirmed for a cluster of Camunda 8, and the credential leads to the engine of Troupe/,
	);
	await expect(run('run', { planId: plan.id, variables: '{"odd": 1}' }, { credentials: engine() })).rejects.toThrow(/no input "odd"/);
}, 90_000);

it.each<[string, IDataObject, RegExp]>([
	['a chat without a session', { operation: 'converse', message: wish, conversationId: '' }, /belongs to no conversation/],
	['an empty message', { operation: 'converse', message: '', conversationId: 'c' }, /message is empty/],
	['a message that is a list', { operation: 'converse', message: [1], conversationId: 'c' }, /"Message" is a list/],
	['an empty wish', { operation: 'create', wish: ' ' }, /wish is empty/],
	['a wish that is too long', { operation: 'create', wish: 'x'.repeat(20_001) }, /20001 characters/],
	['answers that are not texts', { operation: 'create', wish, options: { answers: '{"goal": 1}' } }, /"Answers" has something other/],
	['a plan without an ID', { operation: 'get', planId: '' }, /"Plan ID" is empty/],
	['a plan that is not there', { operation: 'prove', planId: 'plan-x' }, /There is no plan "plan-x"/],
	['a change without words', { operation: 'change', planId: 'plan-x', change: ' ' }, /"Change" is empty/],
	[
		'variables that are not an object',
		{ operation: 'run', planId: 'plan-x', variables: '[1]' },
		/"Variables as JSON" is not a JSON object/,
	],
])('refuses %s', async (_, set, problem) => {
	await expect(runAll(set)).rejects.toMatchObject({ name: 'NodeOperationError', message: expect.stringMatching(problem) as string });
});

it('answers two items of one chat one after the other, and goes on after one that failed', async () => {
	const messages = [wish, '', 'you decide'];
	const items = messages.map((message) => ({ json: { message } }));
	const node = { onError: 'continueRegularOutput' as const };
	const [asked, failed, next] = await runAll((item) => ({ message: messages[item]!, conversationId: 'two' }), { items, node });
	expect(asked).toMatchObject({ state: 'asking' });
	expect(failed).toMatchObject({ error: expect.stringContaining('is empty') as string, details: { code: 'INPUT_INVALID' } });
	expect(next).toMatchObject({ id: asked!.id });
	expect(next!.answers).not.toEqual({});
});

it('gets plans in short, by state, and no plan of another tenant', async () => {
	process.env.TROUPE_PUBLIC_URL = 'https://troupe.example.com';
	const plan = await run('create', { wish: 'Pay invoices', options: { language: 'en' } });
	expect(plan.planUrl).toBe(`https://troupe.example.com/console/plans/${plan.id as string}`);
	expect(await runAll({ operation: 'getAll', limit: 1 })).toEqual([
		{ id: plan.id, state: 'asking', version: '1.0.0', wish: 'Pay invoices', changedAt: plan.changedAt },
	]);
	const asking = await runAll({ operation: 'getAll', returnAll: true, planState: 'asking' });
	expect(new Set(asking.map(({ state }) => state))).toEqual(new Set(['asking']));
	process.env.TROUPE_TENANT = 'umbrella';
	expect(await runAll({ operation: 'getAll' })).toEqual([]);
	await expect(run('get', { planId: plan.id })).rejects.toThrow(/There is no plan/);
	expect(await say('finance', {}, {})).toMatchObject({ wish: 'finance' });
	delete process.env.TROUPE_TENANT;
}, 60_000);

it('is not a tool: a model would answer in place of the person', () => {
	expect(new TroupePlanner().description).not.toHaveProperty('usableAsTool');
});

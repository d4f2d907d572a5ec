import { randomBytes } from 'node:crypto';
import { openEmbeddedEngine } from '../engine-adapter/embedded/open-embedded-engine';
import type { EmbeddedEngine } from '../engine-adapter/embedded/embedded-engine';
import { openPlanStore, type PlanStore } from '../providers/state/plans/plan-store';
import { expensesExplanation, expensesSkills } from '../test/support/plans/expenses-plan';
import { createOwnKey } from './confirm/own-key';
import { openPlans, type PlanParts } from './open-plans';
import type { Plan } from './plan';
import { provePlan } from './prove/prove-plan';
import type { PlannerSkills } from './skills';

const { signal } = new AbortController();
let engine: EmbeddedEngine;
let store: PlanStore;
const now = Date.parse('2026-11-30T12:00:00Z');
const key = createOwnKey(randomBytes(32));
beforeEach(async () => {
	engine = await openEmbeddedEngine({ file: ':memory:' });
	store = openPlanStore(':memory:');
});
afterEach(async () => {
	await engine.close();
	await store.close();
});

function open(skills: Partial<PlannerSkills> = {}, more: Partial<PlanParts> = {}) {
	return openPlans({
		tenant: 'acme',
		clock: { now: () => now },
		kept: {
			store,
			seal: (text) => Promise.resolve(Buffer.from(text)),
			unseal: (sealed) => Promise.resolve(Buffer.from(sealed).toString()),
		},
		skills: expensesSkills(provePlan, skills),
		keys: { sign: (facts) => Promise.resolve(key.sign(facts)), verify: async (statement) => key.verify(statement) },
		withEngine: (_, work) => work(engine, () => Promise.resolve(0.0125)),
		...more,
	});
}
const lastSaid = ({ conversation }: Plan) => conversation.at(-1)?.text;
const confirmation = (plan: Plan) => ({ hash: plan.hash!, engine: 'embedded' as const, by: 'user:ana' });
const prepare = async (plans = open()) => {
	const { id } = await plans.create({ wish: 'Pay expenses', supposes: true }, signal);
	return plans.prove(id, signal);
};

it('asks first, draws once it was answered, and remembers what was said', async () => {
	const plans = open();
	const asked = await plans.create({ wish: 'Pay expenses' }, signal);
	expect(asked).toMatchObject({ state: 'asking', version: '1.0.0', questions: [{ id: 'who' }] });
	expect(lastSaid(asked)).toBe('Who approves?');
	const drawn = await plans.ask(asked.id, { text: 'the owner' }, signal);
	expect(drawn).toMatchObject({ state: 'drawn', answers: { who: 'the owner' }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
	expect(drawn.conversation.map(({ from }) => from)).toEqual(['person', 'planner', 'person', 'planner']);
	expect(lastSaid(await plans.ask(asked.id, { text: 'cost?' }, signal))).toBe('About cost?');
	expect(await plans.show(asked.id)).toMatchObject({ state: 'drawn' });
});

it('takes answers that come with the wish, or supposes, so that nothing is asked', async () => {
	const plans = open();
	expect((await plans.create({ wish: 'Pay', answers: ['boss'] }, signal)).picture.approvals).toEqual({ text: 'boss', from: 'answer' });
	expect((await plans.create({ wish: 'Pay', supposes: true }, signal)).picture.approvals).toEqual({ text: 'finance', from: 'supposed' });
	expect((await plans.list({ limit: 1 })).items).toHaveLength(1);
	const { cursor } = await plans.list({ limit: 1 });
	expect((await plans.list({ cursor })).items).toHaveLength(1);
	await expect(plans.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('fails honestly: what is wrong is kept with what to do, and nothing of it can be proved', async () => {
	const fault = { path: '/do/0', rule: 'unknown-variable', message: 'm', fix: 'f' };
	const plans = open({ lint: () => Promise.resolve([fault]) });
	const failed = await plans.create({ wish: 'Pay', supposes: true }, signal);
	expect(failed).toMatchObject({ state: 'failed', faults: [fault] });
	await expect(plans.prove(failed.id, signal)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	await expect(plans.confirm(failed.id, confirmation(failed))).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
});

it('confirms what was proved and seen, and nothing else', async () => {
	const plans = open();
	const drawn = await plans.create({ wish: 'Pay', supposes: true }, signal);
	await expect(plans.confirm(drawn.id, confirmation(drawn))).rejects.toThrow('it was not proved');
	const proved = await plans.prove(drawn.id, signal);
	expect(proved).toMatchObject({ state: 'proved', proof: { passed: true, missed: [] } });
	await expect(plans.confirm(proved.id, { ...confirmation(proved), hash: '0'.repeat(64) })).rejects.toMatchObject({
		code: 'STATE_CONFLICT',
	});
	const confirmed = await plans.confirm(proved.id, confirmation(proved));
	expect(confirmed).toMatchObject({ state: 'confirmed', confirmed: { by: 'user:ana', hash: proved.hash, engine: 'embedded' } });
	expect(key.verify(confirmed.confirmed!.statement)).toMatchObject({
		plan: proved.id,
		hash: proved.hash,
		version: '1.0.0',
		by: 'user:ana',
	});
});

it('confirms steps that nobody can do only with a yes to them', async () => {
	const explanation = { ...expensesExplanation, unsupported: ['Pay by pigeon'] };
	const plans = open({ staff: (_, { tree }) => Promise.resolve({ tree, explanation, faults: [] }) });
	const proved = await prepare(plans);
	await expect(plans.confirm(proved.id, confirmation(proved))).rejects.toThrow('nobody can do Pay by pigeon yet');
	expect((await plans.confirm(proved.id, { ...confirmation(proved), acceptsUnsupported: true })).state).toBe('confirmed');
});

it('runs exactly what was confirmed, and tells what happens, once', async () => {
	const plans = open();
	const proved = await prepare(plans);
	await expect(plans.run(proved.id, { amount: 5 })).rejects.toThrow('nobody confirmed it');
	await plans.confirm(proved.id, confirmation(proved));
	await expect(plans.run(proved.id, {})).rejects.toThrow('its input amount is missing');
	await expect(plans.run(proved.id, { amount: 'much' })).rejects.toThrow('its input amount is not of the type number');
	await expect(plans.run(proved.id, { amount: 5, other: 1 })).rejects.toThrow('it has no input "other"');
	const running = await plans.run(proved.id, { amount: 5_000 });
	const { instanceKey } = running.runs![0]!;
	expect(running).toMatchObject({ state: 'running', runs: [{ hash: proved.hash, state: 'active' }] });
	const [job] = await engine.activate('troupe:agent', { limit: 1, timeoutMs: 1_000 });
	await engine.answer(job!.key, { kind: 'complete', variables: { output: { kind: 'travel' } } });
	expect(lastSaid(await plans.show(proved.id))).toBe(`Instance ${instanceKey} waits for: Approve.`);
	const again = await plans.show(proved.id);
	expect(again.conversation.filter(({ text }) => text.includes('waits for'))).toHaveLength(1);
	const [task] = await engine.searchUserTasks({ instanceKey });
	await engine.completeUserTask(task!.key, { approved: true });
	const ended = await plans.show(proved.id);
	expect(ended).toMatchObject({ state: 'ended', runs: [{ state: 'completed', cost: 0.0125 }] });
	expect(lastSaid(ended)).toBe(`Instance ${instanceKey} is done; it cost US$ 0.0125.`);
});

it('refuses to run files or a statement that were changed in the store', async () => {
	const plans = open();
	const proved = await prepare(plans);
	await plans.confirm(proved.id, confirmation(proved));
	const tamper = async (change: (plan: Plan) => void) => {
		const { document, ...stored } = (await store.find('acme', proved.id))!;
		const plan = JSON.parse(Buffer.from(document).toString()) as Plan;
		change(plan);
		await store.change('acme', { ...stored, document: Buffer.from(JSON.stringify(plan)) }, { action: 'plan.updated' });
	};
	const real = proved.files![0]!.content;
	await tamper(({ confirmed }) => (confirmed!.files![0]!.content = real.replace('1000', '9999')));
	await expect(plans.run(proved.id, { amount: 5 })).rejects.toThrow('its files are not those that were confirmed');
	await tamper((plan) => {
		plan.confirmed!.files![0]!.content = real;
		plan.confirmed!.statement = createOwnKey(randomBytes(32)).sign({
			...{ plan: plan.id, version: plan.version, hash: plan.hash!, engine: 'embedded', by: 'user:eve', at: plan.createdAt },
		});
	});
	await expect(plans.run(proved.id, { amount: 5 })).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

it('refuses the second of two people who change a plan at once', async () => {
	let release = (): void => undefined;
	const held = new Promise<void>((resolve) => (release = resolve));
	const slow = open({ prove: async (...given) => (await held, provePlan(...given)) });
	const { id } = await slow.create({ wish: 'Pay', supposes: true }, signal);
	const proving = slow.prove(id, signal);
	await open().ask(id, { text: 'what is it?' }, signal);
	release();
	await expect(proving).rejects.toMatchObject({ code: 'STATE_CONFLICT', retryable: true });
});

it('keeps what it started, also where somebody asked something meanwhile', async () => {
	const plans = open();
	const { id, hash } = await prepare(plans);
	await plans.confirm(id, { hash: hash!, engine: 'embedded', by: 'user:ana' });
	const slow = open({}, { withEngine: async (_, work) => (await plans.ask(id, { text: 'what is it?' }, signal), work(engine)) });
	const running = await slow.run(id, { amount: 5 });
	expect(running.runs).toHaveLength(1);
	expect(running.conversation.map(({ text }) => text)).toContain('About what is it?');
});

it('refuses changes where it has nothing to make them with, and what is too long', async () => {
	const plans = open();
	const { id } = await plans.create({ wish: 'Pay', supposes: true }, signal);
	await expect(plans.change(id, 'more', signal)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
	await expect(plans.create({ wish: 'x'.repeat(20_001) }, signal)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
	await expect(plans.create({ wish: ' ' }, signal)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(plans.show('none')).rejects.toMatchObject({ code: 'PLAN_NOT_FOUND' });
});

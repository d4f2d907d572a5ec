import { randomBytes } from 'node:crypto';
import { openEmbeddedEngine } from '../engine-adapter/embedded/open-embedded-engine';
import type { EmbeddedEngine } from '../engine-adapter/embedded/embedded-engine';
import { openPlanStore, type PlanStore } from '../providers/state/plans/plan-store';
import { expensesExplanation, expensesSkills } from '../test/support/plans/expenses-plan';
import { createOwnKey } from './confirm/own-key';
import { sayPlan } from './explain/say-plan';
import { answerQuestions, supposeAnswers } from './interview/answer-questions';
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

it('is not confirmed while a credential is missing, and looks again when it is proved', async () => {
	let missing = ['The step "Classify" needs a credential of the type erp.'];
	const staff: PlannerSkills['staff'] = async (_, { tree }) => ({ tree, explanation: { ...expensesExplanation, missing }, faults: [] });
	const plans = open({ staff });
	const proved = await prepare(plans);
	expect(sayPlan(proved)).toContain('needs a credential of the type erp');
	await expect(plans.confirm(proved.id, confirmation(proved))).rejects.toMatchObject({
		code: 'STATE_CONFLICT',
		message: expect.stringContaining('needs a credential of the type erp') as string,
		fix: expect.stringContaining('troupe plan prove') as string,
	});
	missing = [];
	const again = await plans.prove(proved.id, signal);
	expect(await plans.confirm(again.id, confirmation(again))).toMatchObject({ state: 'confirmed' });
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

it('lists plans by their heads', async () => {
	const unsealed: string[] = [];
	const kept: PlanParts['kept'] = {
		store,
		seal: (text) => Promise.resolve(Buffer.from(text)),
		unseal(sealed, bound) {
			unsealed.push(bound);
			return Promise.resolve(Buffer.from(sealed).toString());
		},
	};
	const plans = open({}, { kept });
	const { id, hash } = await prepare(plans);
	await plans.create({ wish: 'Pay '.repeat(2_000), supposes: true }, signal);
	unsealed.length = 0;
	const listed = await plans.list({});
	expect(unsealed.toSorted()).toEqual(listed.items.map((one) => `acme ${one.id} head`).toSorted());
	expect(listed.items.map(({ wish }) => wish.length).toSorted()).toEqual(['Pay expenses'.length, 300]);
	const [proved] = listed.items.filter((one) => one.id === id);
	expect(Object.keys(proved!).toSorted()).toEqual(['changedAt', 'hash', 'id', 'provedAt', 'state', 'tree', 'version', 'wish']);
	expect(proved).toMatchObject({ hash, state: 'proved' });
});

it('takes answers also where nothing is asked, before the words of the wish, and refuses those that nothing asks for', async () => {
	const told = { language: 'en' as const, picture: { approvals: { text: 'the boss approves', from: 'wish' as const } }, questions: [] };
	const plans = open({ readWish: () => Promise.resolve(told), answer: answerQuestions, suppose: supposeAnswers });
	const wish = 'When a form is filled in, the boss approves the bill. If it is above 500, finance pays it.';
	const drawn = await plans.create({ wish, answers: { approvals: 'finance' }, supposes: true }, signal);
	expect(drawn).toMatchObject({ picture: { approvals: { text: 'finance', from: 'answer' } }, answers: { approvals: 'finance' } });
	await expect(plans.create({ wish, answers: { colour: 'red', size: 'L' } }, signal)).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringContaining('"colour", "size"') as string,
	});
	const asked = await plans.create({ wish: 'Pay' }, signal);
	if (asked.state === 'asking') await expect(plans.ask(asked.id, { answers: { colour: 'red' } }, signal)).rejects.toThrow('"colour"');
});

it('says first what cannot be done', async () => {
	const cannot = ['No process can promise this: "Nobody complains".'];
	const plans = open({ readWish: () => Promise.resolve({ language: 'en', picture: {}, questions: [], cannot }) });
	const plan = await plans.create({ wish: 'Nobody complains.' }, signal);
	expect(plan.conversation[1]?.text).toBe(cannot[0]);
	expect(
		sayPlan(await plans.show(plan.id))
			.split('\n')
			.slice(0, 2),
	).toEqual(['What cannot be done', `- ${cannot[0]}`]);
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
		await store.change(
			'acme',
			{ ...stored, document: Buffer.from(JSON.stringify(plan)), head: Buffer.from('{}') },
			{ action: 'plan.updated' },
		);
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

it('refuses what is too long or empty, and what is not there', async () => {
	const plans = open();
	await expect(plans.create({ wish: 'x'.repeat(20_001) }, signal)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
	await expect(plans.create({ wish: ' ' }, signal)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(plans.show('none')).rejects.toMatchObject({ code: 'PLAN_NOT_FOUND' });
});

it('changes a plan in words, and keeps what was confirmed until the change is', async () => {
	const plans = open({ build: (tree) => Promise.resolve([{ name: 'expenses.bpmn', content: JSON.stringify(tree) }]), prove: passes });
	const { id, hash } = await prepare(plans);
	const confirmed = await plans.confirm(id, confirmation(await plans.show(id)));
	const changed = await plans.change(id, 'rename "Approve" to "Approve the trip"', signal);
	expect(changed).toMatchObject({ state: 'drawn', version: '1.0.1', confirmed: { hash, version: '1.0.0' }, difference: { bump: 'patch' } });
	expect(changed.hash).not.toBe(confirmed.hash);
	expect(changed.proof).toBeUndefined();
	expect(lastSaid(changed)).toContain('proved and confirmed again');
	const more = await plans.change(id, 'add "Tell the traveller" after "Approve the trip"', signal);
	expect(more).toMatchObject({ version: '1.1.0', difference: { blocks: [{ id: 'tell-the-traveller', change: 'added' }] } });
	await expect(plans.confirm(id, confirmation(more))).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
});

it('leaves a plan as it was where a change cannot be made, and says why', async () => {
	const plans = open();
	const before = await prepare(plans);
	const after = await plans.change(before.id, 'remove "Call the bank"', signal);
	expect(after).toMatchObject({ state: 'proved', hash: before.hash, version: '1.0.0' });
	expect(lastSaid(after)).toContain('No step is named "Call the bank"');
	const wrong = open({ lint: () => Promise.resolve([{ path: '/do/0', rule: 'x', message: 'It stands still.', fix: 'Mend it.' }]) });
	const kept = await wrong.change(before.id, 'remove "Approve"', signal);
	expect(kept).toMatchObject({ state: 'proved', hash: before.hash, proof: { passed: true } });
	expect(lastSaid(kept)).toContain('It stands still. Mend it.');
});

it('changes no plan of which nothing was drawn', async () => {
	const plans = open();
	const { id } = await plans.create({ wish: 'Pay' }, signal);
	await expect(plans.change(id, 'remove it', signal)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
});

const passes: PlannerSkills['prove'] = () =>
	Promise.resolve({ cases: [], proof: { passed: true, cases: [], missed: [], at: '2026-11-30T12:00:00Z' } });

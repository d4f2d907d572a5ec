import { randomBytes } from 'node:crypto';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openPlanStore, type PlanStore } from '../../providers/state/plans/plan-store';
import { TestClock } from '../../test/support/engine/test-engine';
import { expensesSkills, expensesTree } from '../../test/support/plans/expenses-plan';
import { buildProcess } from '../build/build-process';
import { createOwnKey } from '../confirm/own-key';
import { openPlans } from '../open-plans';
import type { Plan } from '../plan';
import type { Plans } from '../plans';
import type { Trigger } from '../tree/plan-tree';

const { signal } = new AbortController();
const key = createOwnKey(randomBytes(32));
let engine: EmbeddedEngine;
let clock: TestClock;
let store: PlanStore;
beforeEach(async () => {
	clock = new TestClock();
	engine = await openEmbeddedEngine({ file: ':memory:', clock, isPaused: true });
	store = openPlanStore(':memory:');
});
afterEach(() => Promise.all([engine.close(), store.close()]));

function open(trigger: Trigger, now = '2020-01-01T00:00:00Z'): Plans {
	const tree = { ...expensesTree, trigger, do: [{ kind: 'human' as const, id: 'pay', name: 'Pay', who: 'finance' }] };
	const proof = { passed: true, cases: [], missed: [], at: now };
	return openPlans({
		tenant: 'acme',
		clock: { now: () => Date.parse(now) },
		kept: {
			store,
			seal: (text) => Promise.resolve(Buffer.from(text)),
			unseal: (sealed) => Promise.resolve(Buffer.from(sealed).toString()),
		},
		skills: expensesSkills(() => Promise.resolve({ cases: [], proof }), {
			draw: () => Promise.resolve({ tree, faults: [], supposed: [] }),
			build: buildProcess,
		}),
		keys: { sign: (facts) => Promise.resolve(key.sign(facts)), verify: async (statement) => key.verify(statement) },
		withEngine: (_, work) => work(engine),
	});
}

async function confirm(plans: Plans): Promise<Plan> {
	const { id } = await plans.create({ wish: 'Pay expenses', supposes: true }, signal);
	const { hash } = await plans.prove(id, signal);
	return plans.confirm(id, { hash: hash!, engine: 'embedded', by: 'user:ana' });
}
const message: Trigger = { kind: 'message', name: 'spent' };
const publish = (amount: number) => engine.publishMessage({ name: 'spent', correlationKey: '', variables: { amount } });
const lines = ({ conversation }: Plan) => conversation.map(({ text }) => text);
const say = (plans: Plans, id: string, text: string) => plans.ask(id, { text, actsOnRuns: true }, signal);

it('shows the instance of the message that a run sent, what it waits for, and cancels it', async () => {
	const plans = open(message);
	const { id } = await confirm(plans);
	expect((await plans.run(id, { amount: 5 })).runs).toMatchObject([{ engine: 'embedded' }]);
	const shown = await plans.show(id);
	expect(shown.runs).toMatchObject([{ state: 'active', waitsFor: ['Pay'], instanceKey: expect.stringMatching(/^\d+$/) as unknown }]);
	expect(lines(shown).at(-1)).toBe(`Instance ${shown.runs![0]!.instanceKey} waits for: Pay.`);
	expect(await plans.show(id)).toEqual(shown);
	expect(await say(plans, id, `cancel ${shown.runs![0]!.instanceKey}`)).toMatchObject({ state: 'ended', runs: [{ state: 'terminated' }] });
});

it('hears "cancel" right after the start, before anybody has looked', async () => {
	const plans = open(message);
	const { id } = await confirm(plans);
	await plans.run(id, { amount: 5 });
	expect(await say(plans, id, 'cancel')).toMatchObject({ runs: [{ state: 'terminated' }] });
});

it('finds the instances that messages of others began, also after the plan had ended', async () => {
	const plans = open(message);
	const { id, hash } = await confirm(plans);
	await plans.run(id, { amount: 5 });
	await say(plans, id, 'cancel');
	await publish(7);
	await publish(8);
	const shown = await plans.show(id);
	expect(shown).toMatchObject({ state: 'running', runs: [{ state: 'terminated' }, { state: 'active', hash }, { state: 'active', hash }] });
	expect(lines(await say(plans, id, 'cancel')).at(-1)).toContain('It could be several instances:');
});

it('finds the instances that a time began, beside the start that deployed it', async () => {
	const plans = open({ kind: 'timer', at: 'R/PT1H' });
	const { id } = await confirm(plans);
	await plans.run(id, {});
	expect((await plans.show(id)).runs).toMatchObject([{ engine: 'embedded' }]);
	await clock.advance(engine, 3_600_000);
	const { runs } = await plans.show(id);
	expect(runs).toMatchObject([{ engine: 'embedded' }, { state: 'active', at: '2027-01-15T09:00:00.000Z', waitsFor: ['Pay'] }]);
	expect(runs![0]).not.toHaveProperty('instanceKey');
	expect(await say(plans, id, 'cancel')).toMatchObject({ state: 'running', runs: [{}, { state: 'terminated' }] });
});

it('takes an instance for that of the oldest start where clocks differ', async () => {
	const plans = open(message, '2090-01-01T00:00:00Z');
	const { id, hash } = await confirm(plans);
	await plans.run(id, { amount: 5 });
	expect((await plans.show(id)).runs).toMatchObject([{ hash }, { hash, state: 'active', waitsFor: ['Pay'] }]);
});

import { randomBytes } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openPlanStore, type PlanStore } from '../../providers/state/plans/plan-store';
import { expensesSkills } from '../../test/support/plans/expenses-plan';
import { createOwnKey } from '../confirm/own-key';
import { openPlans, type PlanParts } from '../open-plans';
import type { Plan } from '../plan';
import type { PlannerSkills } from '../skills';
import { keepNewest } from './live-runs';
import { slowTest } from '../../test/support/slow-tests';

const { signal } = new AbortController();
const key = createOwnKey(randomBytes(32));
let engine: EmbeddedEngine;
let store: PlanStore;
let acts: string[];
beforeEach(async () => {
	engine = await openEmbeddedEngine({ file: ':memory:' });
	store = openPlanStore(':memory:');
	acts = [];
});
afterEach(() => Promise.all([engine.close(), store.close()]));

const passes: PlannerSkills['prove'] = () =>
	Promise.resolve({ cases: [], proof: { passed: true, cases: [], missed: [], at: '2026-11-30T12:00:00Z' } });

function open(skills: Partial<PlannerSkills> = {}, more: Partial<PlanParts> = {}) {
	const noted: PlanStore['change'] = (tenant, plan, act) => {
		acts.push(`${act.action} ${JSON.stringify(act.details)}`);
		return store.change(tenant, plan, act);
	};
	return openPlans({
		tenant: 'acme',
		clock: { now: () => Date.parse('2026-11-30T12:00:00Z') },
		kept: {
			store: { add: store.add, find: store.find, list: store.list, change: noted },
			seal: (text) => Promise.resolve(Buffer.from(text)),
			unseal: (sealed) => Promise.resolve(Buffer.from(sealed).toString()),
		},
		skills: expensesSkills(passes, skills),
		keys: { sign: (facts) => Promise.resolve(key.sign(facts)), verify: async (statement) => key.verify(statement) },
		withEngine: (_, work) => work(engine),
		...more,
	});
}

async function confirm(on: 'embedded' | 'zeebe' = 'embedded', plans = open()): Promise<Plan> {
	const { id } = await plans.create({ wish: 'Pay expenses', supposes: true }, signal);
	const { hash } = await plans.prove(id, signal);
	return plans.confirm(id, { hash: hash!, engine: on, by: 'user:ana' });
}
const approve = async () => {
	const [job] = await engine.activate('troupe:agent', { limit: 1, timeoutMs: 1_000 });
	await engine.answer(job!.key, { kind: 'complete', variables: { output: { kind: 'travel' } } });
};
const lines = ({ conversation }: Plan) => conversation.map(({ text }) => text);
const opensChange: Partial<PlannerSkills> = {
	build: (tree) =>
		expensesSkills(passes)
			.build(tree)
			.then((files) => [...files, { name: 'more.form', content: JSON.stringify(tree.do) }]),
};

it('runs what was confirmed while a change is open, and says so by its hash', async () => {
	const { id, hash } = await confirm();
	const changed = await open(opensChange).change(id, 'rename "Approve" to "Approve the trip"', signal);
	expect(changed).toMatchObject({ state: 'drawn', confirmed: { hash } });
	expect(changed.hash).not.toBe(hash);
	const running = await open().run(id, { amount: 5 });
	expect(running).toMatchObject({ state: 'drawn', hash: changed.hash, runs: [{ hash, engine: 'embedded' }] });
	expect(lines(running).at(-1)).toMatch(/^Instance \d+ of version 1\.0\.0 is started\. The change to version 1\.0\.1 does not run/);
	expect(acts.filter((act) => act.startsWith('plan.started'))).toEqual([`plan.started ${JSON.stringify({ kind: 'hash', value: hash })}`]);
});

it('names steps as the instance has them, not as an open change names them', async () => {
	const { id } = await confirm();
	await open().run(id, { amount: 5_000 });
	await approve();
	await open(opensChange).change(id, 'rename "Approve" to "Approve the trip"', signal);
	expect(await open().show(id)).toMatchObject({ runs: [{ waitsFor: ['Approve'] }] });
});

it('says which step is tried again, when and why, and says each further failure', async () => {
	const { id } = await confirm();
	await open().run(id, { amount: 5 });
	const fail = async (message: string, retries: number) => {
		const [job] = await engine.activate('troupe:agent', { limit: 1, timeoutMs: 1_000 });
		await engine.answer(job!.key, { kind: 'fail', message, retries, backoffMs: 60_000 });
	};
	await fail('The model is away.', 2);
	const shown = await open().show(id);
	expect(shown.runs).toMatchObject([{ state: 'active', retries: [{ message: 'The model is away.', left: 2 }] }]);
	expect(lines(shown).at(-1)).toMatch(/ again at \d{4}-\d\d-\d\dT[\d:.]+Z, 2 attempts left\. It failed: The model is away\.$/);
	expect(lines(await open().show(id))).toEqual(lines(shown));
});

it('keeps a change whose model took long, though news of an instance came meanwhile', async () => {
	const { id } = await confirm();
	await open().run(id, { amount: 5_000 });
	await approve();
	const slow = open({
		change: async (...given) => {
			expect(lines(await open().show(id)).at(-1)).toContain('waits for: Approve');
			return expensesSkills(passes).change(...given);
		},
	});
	const changed = await slow.change(id, 'rename "Approve" to "Approve the trip"', signal);
	expect(changed).toMatchObject({ state: 'drawn', runs: [{ waitsFor: ['Approve'] }], tree: expect.anything() as unknown });
	expect(lines(changed).slice(-3)).toEqual([
		expect.stringContaining('waits for: Approve'),
		'rename "Approve" to "Approve the trip"',
		expect.stringContaining('proved and confirmed again'),
	]);
	expect(lines(await open().show(id))).toEqual(lines(changed));
});

it('still refuses a change where somebody said something meanwhile', async () => {
	const { id } = await confirm();
	const slow = open({
		change: async (...given) => (await open().ask(id, { text: 'why?' }, signal), expensesSkills(passes).change(...given)),
	});
	await expect(slow.change(id, 'rename "Approve" to "Go"', signal)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
});

it('shows a plan whose engine cannot be asked, says why, and keeps nothing of it', async () => {
	const asked: string[] = [];
	const { id } = await confirm('zeebe');
	const running = await open({}, { withEngine: (name, work) => (asked.push(name), work(engine)) }).run(id, { amount: 5 });
	expect(running.runs).toMatchObject([{ engine: 'zeebe' }]);
	expect(asked).toEqual(['zeebe']);
	const refused = new TroupeError({ code: 'NOT_SUPPORTED', message: 'No cluster here.', fix: 'Ask there.' });
	const without = open({}, { withEngine: () => Promise.reject(refused) });
	for (const shown of [await without.show(id), await without.show(id)]) {
		expect(shown.runs).toEqual(running.runs);
		expect(lines(shown)).toEqual([...lines(running), expect.stringContaining('zeebe') as string]);
		expect(lines(shown).at(-1)).toContain('No cluster here. Ask there.');
	}
	const broken = open({}, { withEngine: () => Promise.reject(new TypeError('broken')) });
	await expect(broken.show(id)).rejects.toThrow('broken');
});

slowTest('looks at instances that still run, however many came and ended after them', async () => {
	const { id } = await confirm();
	const first = await open().run(id, { amount: 5_000 });
	await approve();
	for (let count = 0; count < 21; count++) {
		const { runs } = await open().run(id, { amount: 5_000 });
		await engine.cancel(runs!.at(-1)!.instanceKey!);
		await open().show(id);
	}
	const [task] = await engine.searchUserTasks({ instanceKey: first.runs![0]!.instanceKey });
	await engine.completeUserTask(task!.key, { approved: true });
	expect((await open().show(id)).runs![0]).toMatchObject({ state: 'completed' });
});

it('starts nothing twice where a start is repeated with its key, also where the answer was lost', async () => {
	const { id } = await confirm();
	const first = await open().run(id, { amount: 5 }, 'k');
	expect((await open().run(id, { amount: 5 }, 'k')).runs).toEqual(first.runs);
	await expect(open().run(id, { amount: 6 }, 'k')).rejects.toThrow('other variables');
	let started = 0;
	const lost = open(
		{},
		{
			withEngine: (_, work) =>
				work({
					deploy: (files) => engine.deploy(files),
					publishMessage: (message) => engine.publishMessage(message),
					findInstance: (instance) => engine.findInstance(instance),
					searchIncidents: (filter) => engine.searchIncidents(filter),
					searchUserTasks: (filter) => engine.searchUserTasks(filter),
					updateJobRetries: (job, retries) => engine.updateJobRetries(job, retries),
					resolveIncident: (incident) => engine.resolveIncident(incident),
					cancel: (instance) => engine.cancel(instance),
					async start(request) {
						await engine.start(request);
						started++;
						throw new TroupeError({ code: 'ENGINE_UNREACHABLE', message: 'The answer was lost.', retryable: true });
					},
				}),
		},
	);
	await expect(lost.run(id, { amount: 5 }, 'l')).rejects.toThrow('The answer was lost');
	await expect(lost.run(id, { amount: 5 }, 'l')).rejects.toThrow('its end is not noted');
	expect(started).toBe(1);
	expect((await open().show(id)).runs).toMatchObject([{ state: 'active' }, { isStarting: true }]);
});

it('keeps the attempt where the instance runs and could not be noted', async () => {
	const { id } = await confirm();
	const full = new TroupeError({ code: 'INPUT_TOO_LARGE', message: 'The store is full.' });
	const { change } = store;
	store.change = (tenant, plan, act) => (act.action === 'plan.started' ? Promise.reject(full) : change(tenant, plan, act));
	await expect(open().run(id, { amount: 5 }, 'k')).rejects.toThrow('The store is full');
	store.change = change;
	await expect(open().run(id, { amount: 5 }, 'k')).rejects.toThrow('its end is not noted');
});

it('leaves no attempt where nothing was started', async () => {
	const { id } = await confirm();
	const refused = new TroupeError({ code: 'ENGINE_UNREACHABLE', message: 'Nobody answers.' });
	await expect(open({}, { withEngine: () => Promise.reject(refused) }).run(id, { amount: 5 }, 'k')).rejects.toThrow('Nobody answers');
	expect((await open().show(id)).runs).toEqual([]);
	expect((await open().run(id, { amount: 5 }, 'k')).runs).toMatchObject([{ state: 'active' }]);
});

it('keeps the newest 200 starts, those that have not ended before others', () => {
	const run = (at: number, state: 'active' | 'completed') => ({
		...{ attempt: `${at}`, instanceKey: `${at}`, hash: '', engine: 'embedded', at: '', state },
	});
	const runs = [run(0, 'active'), run(1, 'completed'), ...Array.from({ length: 200 }, (_, at) => run(at + 2, 'completed'))];
	const kept = keepNewest(runs);
	expect(kept).toHaveLength(200);
	expect(kept.slice(0, 2).map(({ attempt }) => attempt)).toEqual(['0', '3']);
});

it('gives two plans of one name two processes, each of which keeps its id over changes', async () => {
	const [one, other] = [await confirm(), await confirm()];
	expect(one.tree!.id).toMatch(/^expenses-[0-9a-f]{10}$/);
	expect(other.tree!.id).not.toBe(one.tree!.id);
	expect((await open().change(one.id, 'rename "Approve" to "Go"', signal)).tree!.id).toBe(one.tree!.id);
});

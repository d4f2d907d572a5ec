import { randomBytes } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { callActivity } from '../../test/contract/event-parts';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openPlanStore, type PlanStore } from '../../providers/state/plans/plan-store';
import { expensesSkills } from '../../test/support/plans/expenses-plan';
import { createOwnKey } from '../confirm/own-key';
import { openPlans, type PlanParts } from '../open-plans';
import type { Plan } from '../plan';
import type { Plans } from '../plans';
import type { PlanTree } from '../tree/plan-tree';

const { signal } = new AbortController();
const key = createOwnKey(randomBytes(32));
let engine: EmbeddedEngine;
let store: PlanStore;
let acts: string[];
let plans: Plans;
beforeEach(async () => {
	engine = await openEmbeddedEngine({ file: ':memory:' });
	store = openPlanStore(':memory:');
	acts = [];
	plans = open();
});
afterEach(() => Promise.all([engine.close(), store.close()]));

function open(more: Partial<PlanParts> = {}): Plans {
	const noted: PlanStore['change'] = (tenant, plan, act) => {
		acts.push(`${act.action} ${JSON.stringify(act.details)}`);
		return store.change(tenant, plan, act);
	};
	const proof = { passed: true, cases: [], missed: [], at: '2026-11-30T12:00:00Z' };
	return openPlans({
		tenant: 'acme',
		clock: { now: () => Date.parse('2026-11-30T12:00:00Z') },
		kept: {
			store: { add: store.add, find: store.find, list: store.list, change: noted },
			seal: (text) => Promise.resolve(Buffer.from(text)),
			unseal: (sealed) => Promise.resolve(Buffer.from(sealed).toString()),
		},
		skills: expensesSkills(() => Promise.resolve({ cases: [], proof })),
		keys: { sign: (facts) => Promise.resolve(key.sign(facts)), verify: async (statement) => key.verify(statement) },
		withEngine: (_, work) => work(engine),
		...more,
	});
}

const fail = async () => {
	const [job] = await engine.activate('troupe:agent', { limit: 1, timeoutMs: 1_000 });
	await engine.answer(job!.key, { kind: 'fail', retries: 0, message: 'The model is away.' });
};
/** Starts instances whose first step fails. @returns the id of the plan, and the keys of its instances */
async function getStuck(count = 1): Promise<[id: string, keys: string[]]> {
	const { id } = await plans.create({ wish: 'Pay expenses', supposes: true }, signal);
	const { hash } = await plans.prove(id, signal);
	await plans.confirm(id, { hash: hash!, engine: 'embedded', by: 'user:ana' });
	for (let started = 0; started < count; started++) {
		await plans.run(id, { amount: 5 });
		await fail();
	}
	return [id, (await plans.show(id)).runs!.map(({ instanceKey }) => instanceKey!)];
}
const lines = ({ conversation }: Plan) => conversation.map(({ from, text }) => `${from}: ${text}`);
const say = (id: string, text: string) => plans.ask(id, { text, actsOnRuns: true }, signal);

it('asks what to do where an instance stands still, and tries it again in the same conversation', async () => {
	const [id, [instance]] = await getStuck();
	const asked = lines(await plans.show(id));
	expect(asked.slice(-2)).toEqual([
		`planner: Instance ${instance} stands still at Classify: The model is away.`,
		expect.stringContaining(`“retry ${instance}” tries it again; “cancel ${instance}” ends the instance.`) as string,
	]);
	const answered = await say(id, `Retry ${instance}, please.`);
	expect(lines(answered).slice(-2)).toEqual([
		`person: Retry ${instance}, please.`,
		`planner: Instance ${instance} is tried again where it stood still.`,
	]);
	expect(answered.runs).toMatchObject([{ state: 'active' }]);
	expect(answered.runs![0]).not.toHaveProperty('incidents');
	expect(acts.at(-2)).toBe(`plan.retried ${JSON.stringify({ kind: 'instance', value: instance })}`);
	// It fails in the same way: that is told again, and asked again.
	await fail();
	expect(lines(await plans.show(id)).slice(-2)).toEqual(asked.slice(-2));
	expect(lines(await plans.show(id))).toHaveLength(answered.conversation.length + 2);
});

it('tries again what stands still in a process that the plan calls', async () => {
	const parts = (step: Parameters<typeof processModel>[1][number]) => [
		startEvent(),
		step,
		endEvent(),
		...chain('start', 'classify', 'end'),
	];
	await engine.deploy([processModel('sorting', parts(serviceTask('classify', { type: 'troupe:agent' })))]);
	const proof = { passed: true, cases: [], missed: [], at: '2026-11-30T12:00:00Z' };
	const build = ({ id }: PlanTree) =>
		Promise.resolve([{ name: 'calling.bpmn', content: String(processModel(id, parts(callActivity('classify', 'sorting'))).content) }]);
	plans = open({ skills: expensesSkills(() => Promise.resolve({ cases: [], proof }), { build }) });
	const [id, [instance]] = await getStuck();
	expect(await plans.show(id)).toMatchObject({ runs: [{ state: 'incident', incidents: [{ step: 'sorting: classify' }] }] });
	expect(lines(await plans.show(id)).at(-2)).toBe(`planner: Instance ${instance} stands still at sorting: classify: The model is away.`);
	const answered = await say(id, 'try again');
	expect(lines(answered).at(-1)).toBe(`planner: Instance ${instance} is tried again where it stood still.`);
	expect(answered.runs).toMatchObject([{ state: 'active' }]);
	expect(await engine.activate('troupe:agent', { limit: 1, timeoutMs: 1_000 })).toHaveLength(1);
});

it('ends an instance that is named, also one that does not stand still', async () => {
	const [id, [instance]] = await getStuck();
	await say(id, 'retry');
	const ended = await say(id, `cancel ${instance}`);
	expect(lines(ended).slice(-2)).toEqual([
		`planner: Instance ${instance} is cancelled, as you said.`,
		`planner: Instance ${instance} was ended before it was done.`,
	]);
	expect(ended).toMatchObject({ state: 'ended', runs: [{ state: 'terminated' }] });
	expect(acts).toContain(`plan.cancelled ${JSON.stringify({ kind: 'instance', value: instance })}`);
});

it('ends the only instance that runs, also between two tries, and asks which one of several', async () => {
	const [id] = await getStuck();
	await say(id, 'retry');
	const [job] = await engine.activate('troupe:agent', { limit: 1, timeoutMs: 1_000 });
	await engine.answer(job!.key, { kind: 'fail', retries: 1, backoffMs: 60_000, message: 'Nobody answers.' });
	expect(await plans.show(id)).toMatchObject({ runs: [{ state: 'active' }] });
	expect(await say(id, 'cancel')).toMatchObject({ state: 'ended', runs: [{ state: 'terminated' }] });
	await plans.run(id, { amount: 5 });
	await plans.run(id, { amount: 6 });
	const which = await say(id, 'Cancel it, please');
	expect(lines(which).at(-1)).toContain('It could be several instances:');
	expect(which.runs).toMatchObject([{ state: 'terminated' }, { state: 'active' }, { state: 'active' }]);
});

it('tries all again at once, and ends none of several that nobody named', async () => {
	const [id, keys] = await getStuck(2);
	const which = await say(id, 'cancel');
	expect(lines(which).at(-1)).toContain(`It could be several instances: ${keys.join(', ')}.`);
	expect(which.runs).toMatchObject([{ state: 'incident' }, { state: 'incident' }]);
	expect(await say(id, 'try again')).toMatchObject({ runs: [{ state: 'active' }, { state: 'active' }] });
	expect(acts.filter((act) => act.startsWith('plan.cancelled'))).toEqual([]);
});

it('takes answers by the keys of instances, and refuses other answers to them', async () => {
	const [id, [one, other]] = (await getStuck(2)) as [string, [string, string]];
	await expect(plans.ask(id, { answers: { [one]: 'burn it' }, actsOnRuns: true }, signal)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	const answered = await plans.ask(id, { answers: { [one]: 'retry', [other]: 'cancel' }, actsOnRuns: true }, signal);
	expect(answered.runs).toMatchObject([{ state: 'active' }, { state: 'terminated' }]);
	expect(lines(answered)).toEqual(expect.arrayContaining([`person: retry ${one}`, `person: cancel ${other}`]));
});

it.each(['What happens if I cancel?', 'cancel the order of the customer', 'retry policy?', 'Is it tried again?'])(
	'takes "%s" for what it is: something said about the plan',
	async (text) => {
		const [id] = await getStuck();
		const answered = await say(id, text);
		expect(lines(answered).at(-1)).toBe(`planner: About ${text}`);
		expect(answered.runs).toMatchObject([{ state: 'incident' }]);
	},
);

it.each(['repetir', 'Tente de novo, por favor.', 'tentar novamente a etapa', 'try it again'])('understands "%s"', async (text) => {
	const [id] = await getStuck();
	expect(await say(id, text)).toMatchObject({ runs: [{ state: 'active' }] });
});

it('does nothing to instances of others, to what has ended, and to what goes on', async () => {
	const [id, [instance]] = await getStuck();
	const { instanceKey: foreign } = await engine.start({ processId: (await plans.show(id)).tree!.id, variables: {} });
	expect(lines(await say(id, `cancel ${foreign}`)).at(-1)).toContain(`no instance ${foreign}`);
	expect((await engine.findInstance(foreign)).state).toBe('ACTIVE');
	await say(id, 'retry');
	expect(lines(await say(id, 'retry')).at(-1)).toContain('No instance of this plan stands still.');
	expect(lines(await say(id, `retry ${instance}`)).at(-1)).toContain('does not stand still');
	await say(id, `cancel ${instance}`);
	// Nothing runs any more: the words are a question about the plan again.
	expect(lines(await say(id, 'cancel')).at(-1)).toBe('planner: About cancel');
});

it('goes on where somebody resolved the incident meanwhile', async () => {
	const [id, [instance]] = await getStuck();
	const slow = open({
		withEngine: (_, work) =>
			work({
				...{ deploy: (files) => engine.deploy(files), start: (request) => engine.start(request) },
				...{ publishMessage: (message) => engine.publishMessage(message), cancel: (key_) => engine.cancel(key_) },
				...{ findInstance: (key_) => engine.findInstance(key_), searchUserTasks: (filter) => engine.searchUserTasks(filter) },
				searchIncidents: (filter) => engine.searchIncidents(filter),
				async updateJobRetries(job, retries) {
					await engine.updateJobRetries(job, retries);
					const [incident] = await engine.searchIncidents({ instanceKey: instance });
					await engine.resolveIncident(incident!.key);
				},
				resolveIncident: (incident) => engine.resolveIncident(incident),
			}),
	});
	expect(await slow.ask(id, { text: 'retry', actsOnRuns: true }, signal)).toMatchObject({ runs: [{ state: 'active' }] });
});

it('does nothing for a person who may only talk about the plan', async () => {
	const [id, [instance]] = await getStuck();
	const answered = await plans.ask(id, { text: `cancel ${instance}` }, signal);
	expect([lines(answered).at(-1), answered.runs]).toMatchObject([`planner: About cancel ${instance}`, [{ state: 'incident' }]]);
});

it('notes what was done before the engine failed', async () => {
	const [id, keys] = await getStuck(2);
	let asked = 0;
	const failing = open({
		withEngine: async (_, work) => {
			// It is looked at first, then the first one is tried again.
			if (++asked === 3) throw new TroupeError({ code: 'ENGINE_TIMEOUT', message: 'No answer.' });
			return work(engine);
		},
	});
	await expect(failing.ask(id, { text: 'retry', actsOnRuns: true }, signal)).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
	expect(acts.at(-1)).toBe(`plan.retried ${JSON.stringify({ kind: 'instance', value: keys[0] })}`);
	const shown = await plans.show(id);
	expect(shown.runs).toMatchObject([{ state: 'active' }, { state: 'incident' }]);
	expect(lines(shown).at(-1)).toBe(`planner: Instance ${keys[0]} is tried again where it stood still.`);
});

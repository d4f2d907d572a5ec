import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { formFile, formTask } from '../../test/contract/form-parts';
import {
	catchOf,
	timer,
	boundary,
	callActivity,
	compensate,
	endWith,
	eventSubProcess,
	message,
	signal,
	startOn,
	undone,
} from '../../test/contract/event-parts';
import {
	chain,
	endEvent,
	flow,
	forEach,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
	type ModelPart,
	adHocSubProcess,
} from '../../test/contract/model-builder';
import { decorate } from '../decorate';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine';
import { findTaskForm } from '../embedded/forms/form-directory';
import { searchInstances } from '../embedded/state/instances/instance-directory';
import type { ProcessEngine } from '../engine/process-engine';
import { describeSlow } from '../../test/support/slow-tests';
import { moveInstances, originVariable, planMove, type MovedInstance, type MoveOptions } from './move-instances';
import { onTask, taskListening } from '../../test/contract/listener-parts';

/** The parts of a sub-process that waits for a person. */
const inside = [
	startEvent('inner-start'),
	userTask('review', { native: true }),
	endEvent('inner-end'),
	...chain('inner-start', 'review', 'inner-end'),
];

/** Completes the oldest job of a type. */
const complete = async (engine: EmbeddedEngine, type: string) => {
	const [job] = await engine.activate(type, { limit: 1, timeoutMs: 60_000 });
	await engine.answer(job!.key, { kind: 'complete', variables: {} });
};

const inAdHoc = adHocSubProcess('choose', [userTask('one', { native: true })]);
const after = (events: ModelPart[], ...parts: ModelPart[]) => [...parts, ...events];
/** Obstacles to a move of an instance of `p`: its parts, the reason, and what happens to it first. The process `asking` is there too. */
const refusedCases: Array<[what: string, reason: string, parts: ModelPart[], prepare?: (engine: EmbeddedEngine) => Promise<unknown>]> = [
	[
		'multi-instance',
		'is multi-instance',
		[forEach(userTask('ask', { native: true }), { inputCollection: '=[1, 2]' }), ...chain('start', 'ask', 'end')],
	],
	['an ad-hoc sub-process', 'is an ad-hoc sub-process', [inAdHoc, ...chain('start', 'choose', 'end')]],
	['a called process', 'waits for the process that it called', [callActivity('call', 'asking'), ...chain('start', 'call', 'end')]],
	[
		'variables of a sub-process',
		'has variables of its own that would be lost: local',
		[subProcess('part', inside, { inputs: [{ source: '=1', target: 'local' }] }), ...chain('start', 'part', 'end')],
	],
	[
		'a timer that begins again',
		'waits for the timer "wait"',
		[catchOf('wait', timer('Duration', 'PT1H')), ...chain('start', 'wait', 'end')],
	],
	[
		'a timer at a task',
		'waits for the timer "late"',
		[
			userTask('ask', { native: true }),
			boundary('late', 'ask', timer('Duration', 'PT1H')),
			endEvent('over'),
			...chain('start', 'ask', 'end'),
			...chain('late', 'over'),
		],
	],
	[
		'an event sub-process at work',
		'was interrupted by an event',
		[
			userTask('ask', { native: true }),
			...chain('start', 'ask', 'end'),
			eventSubProcess('react', [
				startOn('fired', signal('fire')),
				userTask('handle', { native: true }),
				endEvent('handled'),
				...chain('fired', 'handle', 'handled'),
			]),
		],
		(engine) => engine.broadcastSignal({ name: 'fire' }),
	],
	[
		'tokens at a join',
		'has tokens that wait at a gateway which joins',
		[
			parallelGateway('split'),
			serviceTask('one', { type: 'one' }),
			userTask('two', { native: true }),
			parallelGateway('join'),
			...chain('start', 'split', 'one', 'join', 'end'),
			flow('to-two', 'split', 'two'),
			flow('from-two', 'two', 'join'),
		],
		(engine) => complete(engine, 'one'),
	],
	[
		'work that is done',
		'is ending: its work would be done again',
		[
			serviceTask('one', { type: 'one', outputs: [{ source: '=assert(missing, missing != null)', target: 'x' }] }),
			...chain('start', 'one', 'end'),
		],
		(engine) => complete(engine, 'one'),
	],
	[
		'what a compensation could undo',
		'has completed activities that a compensation could undo',
		after(
			[endWith('undo', compensate()), ...chain('start', 'one', 'ask', 'undo')],
			...undone(serviceTask('one', { type: 'one' }), serviceTask('back', { type: 'back' })),
			userTask('ask', { native: true }),
		),
		(engine) => complete(engine, 'one'),
	],
	[
		'a user task about which listeners decide',
		'is a user task about which listeners decide',
		[taskListening(userTask('ask', { native: true }), onTask('creating', '=missing')), ...chain('start', 'ask', 'end')],
	],
	[
		'a buffered message',
		'may wait for the message "paid" with the correlation key "7"',
		[userTask('ask', { native: true }), catchOf('wait', message('paid', '=order')), ...chain('start', 'ask', 'wait', 'end')],
		(engine) => engine.publishMessage({ name: 'paid', correlationKey: '7', timeToLiveMs: 60_000 }),
	],
];

const target = 'cluster:26500';
const process = (id: string, ...parts: ModelPart[]) => processModel(id, [startEvent(), ...parts, endEvent()]);
const working = process('working', serviceTask('work', { type: 'work' }), ...chain('start', 'work', 'end'));
const asking = process('asking', userTask('ask', { native: true }), ...chain('start', 'ask', 'end'));
const nested = process('nested', subProcess('part', inside), ...chain('start', 'part', 'end'));
const parallel = process(
	'parallel',
	parallelGateway('split'),
	serviceTask('one', { type: 'one' }),
	serviceTask('two', { type: 'two' }),
	parallelGateway('join'),
	...chain('start', 'split', 'one', 'join', 'end'),
	flow('to-two', 'split', 'two'),
	flow('from-two', 'two', 'join'),
);

let folder: string;
let source: EmbeddedEngine;
let cluster: EmbeddedEngine;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-move-'));
	source = await openEmbeddedEngine({ file: join(folder, 'engine.db') });
	cluster = await openEmbeddedEngine({ file: ':memory:' });
});
afterEach(async () => {
	await source.close();
	await cluster.close();
	rmSync(folder, { recursive: true, force: true });
});

const collect = async (rows: AsyncIterable<MovedInstance>): Promise<MovedInstance[]> => {
	const collected: MovedInstance[] = [];
	for await (const row of rows) collected.push(row);
	return collected;
};
const moveTo = (engine: ProcessEngine, options: Partial<MoveOptions> = {}) =>
	collect(moveInstances(source, engine, { target, zeebeVersion: '8.8.0', ...options }));
const move = (options: Partial<MoveOptions> = {}) => moveTo(cluster, options);
const statesOf = (engine: EmbeddedEngine, processId?: string) =>
	engine.read((kernel) => searchInstances(kernel, { processId, tenants: 'every' }).map(({ state }) => state));

it('starts each instance where it is, with its variables and tags, and ends it here', async () => {
	await source.deploy([working, nested, parallel]);
	const started = await source.start({ processId: 'working', variables: { text: 'é', big: 2n ** 60n }, tags: ['vip'] });
	await source.start({ processId: 'nested' });
	await source.start({ processId: 'parallel' });
	const rows = await move();
	expect(rows).toMatchObject([
		{ outcome: 'moved', processId: 'working', startAt: ['work'], obstacles: [] },
		{ outcome: 'moved', processId: 'nested', startAt: ['review'] },
		{ outcome: 'moved', processId: 'parallel', startAt: ['two', 'one'] },
	]);
	expect(await statesOf(source)).toEqual(['TERMINATED', 'TERMINATED', 'TERMINATED']);
	const moved = await cluster.findInstance(rows[0]!.targetKey!);
	expect(moved.variables).toEqual({ text: 'é', big: 2n ** 60n, [originVariable]: expect.stringContaining(started.instanceKey) as string });
	for (const type of ['work', 'one', 'two']) await complete(cluster, type);
	const [task] = await cluster.searchUserTasks({});
	await cluster.completeUserTask(task!.key, {});
	expect(await statesOf(cluster)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
	expect(await move()).toEqual([]);
});

it('brings forms along: those of the deployment of a bound process with it, and the latest of each', async () => {
	const bound = process('bound', formTask('ask', 'deployment'), ...chain('start', 'fill', 'end'));
	const latest = process('latest', formTask('ask'), ...chain('start', 'fill', 'end'));
	await source.deploy([bound, formFile('ask')]);
	await source.start({ processId: 'bound' });
	await source.deploy([latest, formFile('ask', 'Second')]);
	await source.start({ processId: 'latest' });
	expect(await move()).toMatchObject([{ outcome: 'moved' }, { outcome: 'moved' }]);
	const tasks = await cluster.searchUserTasks({});
	const contents = await Promise.all(tasks.map(({ key }) => cluster.read((kernel) => findTaskForm(kernel, key, 'every').form?.content)));
	expect(contents).toEqual([formFile('ask').content, formFile('ask', 'Second').content]);
	// What is there already is not deployed again.
	expect(await move()).toEqual([]);
	expect(await cluster.read((kernel) => kernel.forms.findLatest('<default>', 'ask')?.version)).toBe(2);
});

it('changes nothing in a dry run', async () => {
	await source.deploy([working]);
	await source.start({ processId: 'working' });
	const before = await source.readStatus();
	expect(await collect(planMove(source, { target, zeebeVersion: '8.8.0' }))).toMatchObject([{ outcome: 'movable', startAt: ['work'] }]);
	expect(await source.readStatus()).toEqual(before);
	expect(await statesOf(cluster)).toEqual([]);
});

it('keeps versions and tenants', async () => {
	await source.deploy([working], 'acme');
	await source.start({ processId: 'working', tenantId: 'acme' });
	const next = { ...working, content: working.content.replace('type="work"', 'type="next"') };
	await source.deploy([next], 'acme');
	await source.start({ processId: 'working', tenantId: 'acme' });
	const told: string[] = [];
	const onDefinition: MoveOptions['onDefinition'] = ({ version }, arrival) => told.push(`${version} ${JSON.stringify(arrival)}`);
	expect(await move({ onDefinition })).toMatchObject([
		{ outcome: 'moved', tenantId: 'acme', version: 1 },
		{ outcome: 'moved', tenantId: 'acme', version: 2 },
	]);
	expect(told).toEqual(['1 {"version":1}', '2 {"version":2}']);
	const jobs = await Promise.all(['work', 'next'].map((type) => cluster.activate(type, { limit: 9, timeoutMs: 1, tenantIds: ['acme'] })));
	expect(jobs.map(({ length }) => length)).toEqual([1, 1]);
	// An old version is not deployed again after a newer one.
	await source.start({ processId: 'working', version: 1, tenantId: 'acme' });
	await move();
	expect(await cluster.deploy([next], 'acme')).toMatchObject({ processes: [{ version: 2 }] });
});

describeSlow('refuses, with the reason,', () => {
	it('an instance that was started to end after an element', async () => {
		await source.deploy([asking]);
		await source.start({ processId: 'asking', terminateAfter: ['ask'] });
		const reason = 'was started to end after ask, which only this engine knows';
		expect(await move()).toMatchObject([{ outcome: 'refused', obstacles: [{ reason }] }]);
		expect(await statesOf(source)).toEqual(['ACTIVE']);
	});

	it.each(refusedCases.map(([what, reason, parts, prepare]) => ({ what, reason, parts, prepare })))(
		'$what',
		async ({ reason, parts, prepare }) => {
			const ends = parts.some(({ id }) => id === 'undo') ? [] : [endEvent()];
			await source.deploy([asking, processModel('p', [startEvent(), ...parts, ...ends])]);
			await source.start({ processId: 'p' });
			await prepare?.(source);
			const [row] = await move();
			expect(row).toMatchObject({ outcome: 'refused' });
			expect(row!.obstacles.map((obstacle) => obstacle.reason)).toEqual(expect.arrayContaining([expect.stringContaining(reason)]));
			expect(await statesOf(source, 'p')).toEqual(['ACTIVE']);
			expect(await statesOf(cluster)).toEqual([]);
		},
	);

	it('each obstacle once, however many iterations of a multi-instance have it', async () => {
		const timed = forEach(subProcess('part', inside), { inputCollection: '=[1, 2, 3]', inputElement: 'item' });
		await source.deploy([process('timed', timed, ...chain('start', 'part', 'end'))]);
		await source.start({ processId: 'timed' });
		const [row] = await move();
		expect(row!.obstacles.map(({ elementId, reason }) => `${elementId} ${reason}`)).toEqual([
			'part is multi-instance and has begun: its iterations would run again',
			'part has "part" active more than once',
			'part has variables of its own that would be lost: item, loopCounter',
		]);
	});

	it('what the cluster refuses', async () => {
		await source.deploy([working]);
		await source.start({ processId: 'working' });
		const refusal = new TroupeError({ code: 'INPUT_INVALID', message: 'No.', fix: 'Yes.' });
		const strict = decorate<ProcessEngine>(cluster, { start: () => Promise.reject(refusal) });
		expect(await moveTo(strict)).toMatchObject([
			{ outcome: 'refused', obstacles: [{ reason: 'is refused by the cluster: No.', fix: 'Yes.' }] },
		]);
		expect(await move()).toMatchObject([{ outcome: 'moved' }]);
	});
});

it('moves timers that begin again if that is wanted, and dates that are still to come', async () => {
	const late = process('late', catchOf('wait', timer('Duration', 'PT1H')), ...chain('start', 'wait', 'end'));
	const dated = process('dated', catchOf('wait', timer('Date', '2999-01-01T00:00:00Z')), ...chain('start', 'wait', 'end'));
	await source.deploy([late, dated]);
	for (const processId of ['late', 'dated']) await source.start({ processId });
	expect((await move()).map(({ outcome }) => outcome)).toEqual(['refused', 'moved']);
	expect((await move({ restartTimers: true })).map(({ outcome }) => outcome)).toEqual(['moved']);
});

it('says what is lost: a person who has a task, a worker who has a job, tags before 8.8', async () => {
	await source.deploy([working, asking]);
	for (const processId of ['working', 'asking']) await source.start({ processId, tags: ['vip'] });
	await source.activate('work', { limit: 1, timeoutMs: 60_000 });
	const [task] = await source.searchUserTasks({});
	await source.assignUserTask(task!.key, 'ana', { allowOverride: true });
	const [first, second] = await move({ zeebeVersion: '8.6.0' });
	const tags = 'its tags are lost: vip';
	expect(first!.notes).toEqual(['a worker had the job of "work", which begins again', tags]);
	expect(second!.notes).toEqual([expect.stringContaining('"assignee":"ana"'), tags]);
});

it('does not say that people changed what an expression comes to', async () => {
	const due = userTask('ask', { native: true });
	const schedule = '<zeebe:taskSchedule dueDate="=now() + duration(&#34;PT1H&#34;)"/>';
	const dated = { ...due, extensions: due.extensions!.replace('<zeebe:userTask/>', `<zeebe:userTask/>${schedule}`) };
	await source.deploy([process('dated', dated, ...chain('start', 'ask', 'end'))]);
	await source.start({ processId: 'dated' });
	expect((await move())[0]!.notes).toEqual([]);
});

it('says of a user task only what people changed, and that they took something away', async () => {
	const task = userTask('ask', { native: true });
	const details =
		'<zeebe:userTask/><zeebe:assignmentDefinition assignee="ana" candidateGroups="=[&#34;g1&#34;]"/>' +
		'<zeebe:taskSchedule dueDate="=now() + duration(&#34;P1D&#34;)"/><zeebe:priorityDefinition priority="=40+2"/>';
	const detailed = { ...task, extensions: task.extensions!.replace('<zeebe:userTask/>', details) };
	await source.deploy([process('detailed', detailed, ...chain('start', 'ask', 'end'))]);
	await source.start({ processId: 'detailed' });
	const { key } = (await source.searchUserTasks({}))[0]!;
	await source.assignUserTask(key, 'bob', { allowOverride: true });
	await source.updateUserTask(key, { priority: '77', candidateGroups: '[]' });
	await source.updateUserTask(key, { priority: '42' });
	expect((await move())[0]!.notes).toEqual([
		'what people changed at "ask" ({"assignee":"bob","candidateGroups":""}) is as in the model again',
	]);
});

describe('a move that was cut off', () => {
	const away = new TroupeError({ code: 'ENGINE_UNREACHABLE', message: 'Away.', fix: 'Wait.', retryable: true });

	it('goes on with the next instance; nothing is started twice', async () => {
		await source.deploy([working]);
		for (let count = 0; count < 3; count++) await source.start({ processId: 'working' });
		let calls = 0;
		// The second one arrives, but its answer does not.
		const cut = decorate<ProcessEngine>(cluster, {
			start: async (request) => {
				const started = await cluster.start(request);
				if (++calls === 2) throw away;
				return started;
			},
		});
		await expect(moveTo(cut)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
		await source.close();
		source = await openEmbeddedEngine({ file: join(folder, 'engine.db'), isPaused: true });
		expect(await collect(planMove(source, { target, zeebeVersion: '8.8.0' }))).toMatchObject([
			{ outcome: 'unknown' },
			{ outcome: 'movable' },
		]);
		const rows = await move();
		expect(rows).toMatchObject([
			{ outcome: 'unknown', obstacles: [{ reason: expect.stringContaining('cut off') as string }] },
			{ outcome: 'moved' },
		]);
		expect(await statesOf(cluster)).toHaveLength(3);
		const key = rows[0]!.instanceKey;
		const arrived = await cluster.read((kernel) => searchInstances(kernel, { tenants: 'every' })[1]!.instanceKey);
		expect(rows[0]!.obstacles[0]!.fix).toContain((await cluster.findInstance(arrived)).variables[originVariable] as string);
		await expect(move({ known: new Map([['1', null]]) })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		expect(await move({ known: new Map([[key, arrived]]) })).toEqual([]);
		expect(await statesOf(source)).toEqual(['TERMINATED', 'TERMINATED', 'TERMINATED']);
	});

	it('starts again what a person knows to be lost', async () => {
		await source.deploy([working]);
		const { instanceKey } = await source.start({ processId: 'working' });
		await expect(moveTo(decorate<ProcessEngine>(cluster, { start: () => Promise.reject(away) }))).rejects.toThrow(away);
		expect(await move({ known: new Map([[instanceKey, null]]) })).toMatchObject([{ outcome: 'moved' }]);
		expect(await statesOf(cluster)).toEqual(['ACTIVE']);
	});
});

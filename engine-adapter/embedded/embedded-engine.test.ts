import {
	chain,
	endEvent,
	errorBoundary,
	exclusiveGateway,
	flow,
	messageCatch,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	userTask,
} from '../../test/contract/model-builder';
import { openEmbeddedEngine } from './open-embedded-engine';
import { TestClock, answerJobs, completed, engineWith, listEvents } from '../../test/support/engine/test-engine';
import { slowTest } from '../../test/support/slow-tests';
import { until } from '../../test/support/wait-until';

const oneTask = [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')];
const type = 'contract-work';
const options = { name: 'test', concurrency: 10, timeoutMs: 60_000 };

describe('jobs of the embedded engine', () => {
	it('come back when their worker let its time pass', async () => {
		const clock = new TestClock();
		const engine = await engineWith(oneTask, clock);
		await engine.start({ processId: 'p' });
		const [first] = await engine.activate(type, { limit: 5, timeoutMs: 1_000 });
		expect(await engine.activate(type, { limit: 5, timeoutMs: 1_000 })).toEqual([]);
		await clock.advance(engine, 1_000);
		expect(await engine.activate(type, { limit: 5, timeoutMs: 1_000 })).toEqual([{ ...first, deadline: clock.now() + 1_000 }]);
		await engine.close();
	});

	it('stay with their worker as long as it extends them', async () => {
		const clock = new TestClock();
		const engine = await engineWith(oneTask, clock);
		await engine.start({ processId: 'p' });
		const [job] = await engine.activate(type, { limit: 5, timeoutMs: 1_000 });
		await engine.extend(job!.key, 5_000);
		await clock.advance(engine, 4_999);
		expect(await engine.activate(type, { limit: 5, timeoutMs: 1_000 })).toEqual([]);
		expect(engine.nextDueTime()).toBe(clock.now() + 1);
		await engine.close();
	});

	it('come to a worker that was opened before them, oldest first, at most as many as it takes at once', async () => {
		const engine = await engineWith(oneTask);
		const release = Promise.withResolvers<void>();
		const seen: string[] = [];
		await engine.openWorker(type, { ...options, concurrency: 2 }, async (job) => {
			seen.push(job.instanceKey);
			await release.promise;
			return completed();
		});
		const started = await Promise.all([1, 2, 3].map((n) => engine.start({ processId: 'p', variables: { n } })));
		await until(() => (seen.length === 2 ? true : undefined));
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(seen).toHaveLength(2);
		release.resolve();
		await until(() => (seen.length === 3 ? true : undefined));
		expect(seen).toEqual(started.map(({ instanceKey }) => instanceKey));
		await engine.close();
	});

	it('are failed with one retry fewer when the handler throws, until an incident', async () => {
		const engine = await engineWith(oneTask);
		const { jobs } = await answerJobs(engine, type, () => Promise.reject(new Error('no answer')));
		const { instanceKey } = await engine.start({ processId: 'p' });
		const [incident] = await until(async () => {
			const found = await engine.searchIncidents({ instanceKey });
			return found.length > 0 ? found : undefined;
		});
		expect(jobs.map(({ retries }) => retries)).toEqual([3, 2, 1]);
		expect(incident).toMatchObject({ elementId: 'work', errorType: 'JOB_NO_RETRIES', message: 'no answer', jobKey: jobs[0]!.key });
		expect(await engine.findInstance(instanceKey)).toMatchObject({ state: 'ACTIVE', hasIncident: true });
		await engine.close();
	});

	it('are failed when the outcome cannot be kept', async () => {
		const engine = await engineWith(oneTask);
		const circle: Record<string, unknown> = {};
		circle.self = circle;
		const { jobs } = await answerJobs(engine, type, ({ retries }) => (retries === 3 ? completed(circle) : completed()));
		await engine.startAndAwait({ processId: 'p' }, 60_000);
		expect(jobs.map(({ retries }) => retries)).toEqual([3, 2]);
		await engine.close();
	});

	it('are the worker’s no more when the instance was cancelled: its answer changes nothing', async () => {
		const engine = await engineWith(oneTask);
		const answered = Promise.withResolvers<void>();
		const { jobs, worker } = await answerJobs(engine, type, async () => {
			await answered.promise;
			return completed({ late: true });
		});
		const { instanceKey } = await engine.start({ processId: 'p' });
		await until(() => jobs[0]);
		await engine.cancel(instanceKey);
		answered.resolve();
		await worker.close();
		expect(await engine.findInstance(instanceKey)).toMatchObject({ state: 'TERMINATED', variables: {} });
		await expect(engine.answer(jobs[0]!.key, completed())).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
		await engine.close();
	});

	it('bring only the variables that the worker asked for', async () => {
		const engine = await engineWith(oneTask);
		await engine.start({ processId: 'p', variables: { a: 1, b: 2 } });
		const [job] = await engine.activate(type, { limit: 1, timeoutMs: 1_000, fetchVariables: ['b'] });
		expect(job!.variables).toEqual({ b: 2 });
		await engine.close();
	});

	it('are waited for on closing, then told to stop', async () => {
		const engine = await engineWith(oneTask);
		const worker = await engine.openWorker(
			type,
			options,
			(_job, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
		);
		const { instanceKey } = await engine.start({ processId: 'p' });
		await until(async () => (await listEvents(engine, instanceKey)).find((event) => event === 'job-activated work'));
		await worker.close(5);
		expect(await engine.activate(type, { limit: 1, timeoutMs: 1_000 })).toMatchObject([{ retries: 3 }]);
		await engine.close();
	});
});

describe('the embedded engine', () => {
	it('tells what happened, in order', async () => {
		const engine = await engineWith([...oneTask, errorBoundary('caught', 'work'), endEvent('other'), ...chain('caught', 'other')]);
		await answerJobs(engine, type, () => ({ kind: 'bpmn-error', errorCode: 'E', message: '', variables: { why: 'no' } }));
		const { instanceKey } = await engine.startAndAwait({ processId: 'p' }, 60_000);
		expect(await listEvents(engine, instanceKey)).toEqual([
			'element-activated p',
			'element-activated start',
			'element-completed start',
			'sequence-flow-taken start-work',
			'job-created work',
			'element-activated work',
			'job-activated work',
			'job-error-thrown work',
			'element-terminated work',
			'element-activated caught',
			'variable-set caught',
			'element-completed caught',
			'sequence-flow-taken caught-other',
			'element-activated other',
			'element-completed other',
			'element-completed p',
		]);
		await engine.close();
	});

	it('catches an error end event at its sub-process, and takes down what else ran in it', async () => {
		const subProcess = {
			tag: 'subProcess',
			id: 'sub',
			content:
				'<bpmn:startEvent id="inner"/><bpmn:endEvent id="thrown"><bpmn:errorEventDefinition errorRef="error-E"/></bpmn:endEvent>' +
				`<bpmn:serviceTask id="work">${serviceTask('work').extensions}</bpmn:serviceTask>` +
				'<bpmn:sequenceFlow id="f1" sourceRef="inner" targetRef="work"/><bpmn:sequenceFlow id="f2" sourceRef="inner" targetRef="thrown"/>',
		};
		const engine = await engineWith([
			startEvent(),
			subProcess,
			errorBoundary('caught', 'sub', 'E'),
			endEvent(),
			...chain('start', 'sub'),
			...chain('caught', 'end'),
		]);
		const { instanceKey } = await engine.startAndAwait({ processId: 'p' }, 60_000);
		const events = await listEvents(engine, instanceKey);
		expect(events.filter((event) => event.startsWith('element-terminated'))).toEqual([
			'element-terminated thrown',
			'element-terminated work',
			'element-terminated sub',
		]);
		expect(events.at(-1)).toBe('element-completed p');
		expect(await engine.activate(type, { limit: 1, timeoutMs: 1 })).toEqual([]);
		await engine.close();
	});

	it('gives a long run of steps to the disk in parts, and other commands a turn in between', async () => {
		const gateways = [exclusiveGateway('a'), exclusiveGateway('b')];
		const engine = await engineWith([startEvent(), ...gateways, ...chain('start', 'a', 'b'), flow('b-a', 'b', 'a')]);
		const { instanceKey } = await engine.start({ processId: 'p' });
		expect(await engine.findInstance(instanceKey)).toMatchObject({ state: 'ACTIVE' });
		await engine.cancel(instanceKey);
		expect(await until(async () => ((await engine.findInstance(instanceKey)).state === 'TERMINATED' ? true : undefined))).toBe(true);
		await engine.close();
	});

	it('starts one instance for each key by message, and the next when that has ended', async () => {
		const start = {
			...startEvent(),
			content: '<bpmn:messageEventDefinition messageRef="order"/>',
			definitions: '<bpmn:message id="order" name="order"/>',
		};
		const engine = await engineWith([start, serviceTask('work'), ...chain('start', 'work')]);
		await expect(engine.start({ processId: 'p' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		for (const n of [1, 2]) await engine.publishMessage({ name: 'order', correlationKey: 'k', variables: { n }, timeToLiveMs: 60_000 });
		await engine.publishMessage({ name: 'order', correlationKey: '', variables: { n: 3 } });
		const { jobs } = await answerJobs(engine, type, () => completed());
		await until(() => (jobs.length === 3 ? true : undefined));
		expect(jobs.map(({ variables }) => variables.n)).toEqual([1, 3, 2]);
		await engine.close();
	});

	it('forgets a buffered message when its time to live has passed', async () => {
		const clock = new TestClock();
		const engine = await engineWith([startEvent(), messageCatch('paid', 'paid', '=key'), ...chain('start', 'paid')], clock);
		await engine.publishMessage({ name: 'paid', correlationKey: '1', timeToLiveMs: 100 });
		await clock.advance(engine, 100);
		const { instanceKey } = await engine.start({ processId: 'p', variables: { key: '1' } });
		expect(await engine.findInstance(instanceKey)).toMatchObject({ state: 'ACTIVE' });
		expect(engine.nextDueTime()).toBeUndefined();
		await engine.close();
	});

	it('evaluates who may do a user task, and raises an incident when that is not a list', async () => {
		const assigned = {
			...userTask('person', { native: true }),
			extensions:
				'<bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="=group"/></bpmn:extensionElements>',
		};
		const engine = await engineWith([startEvent(), assigned, ...chain('start', 'person')]);
		const { instanceKey } = await engine.start({ processId: 'p' });
		const [incident] = await engine.searchIncidents({ instanceKey });
		expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR' });
		await engine.setVariables(instanceKey, { group: ['support'] });
		await engine.resolveIncident(incident!.key);
		expect(await engine.searchUserTasks({ instanceKey })).toMatchObject([{ elementId: 'person' }]);
		await engine.close();
	});

	it('refuses what it cannot do, naming why', async () => {
		const engine = await engineWith(oneTask);
		const refusal = (command: Promise<unknown>): Promise<string> =>
			command.then(
				() => 'done',
				(error: { code: string }) => error.code,
			);
		expect(await refusal(engine.start({ processId: 'gone' }))).toBe('PROCESS_NOT_FOUND');
		expect(await refusal(engine.start({ processId: 'p', version: 2 }))).toBe('PROCESS_NOT_FOUND');
		expect(await refusal(engine.cancel('1'))).toBe('INSTANCE_NOT_FOUND');
		expect(await refusal(engine.findInstance('no key'))).toBe('INPUT_INVALID');
		expect(await refusal(engine.completeUserTask('1', {}))).toBe('USER_TASK_NOT_FOUND');
		expect(await refusal(engine.resolveIncident('1'))).toBe('INCIDENT_NOT_FOUND');
		expect(await refusal(engine.updateJobRetries('1', 0))).toBe('INPUT_INVALID');
		expect(await refusal(engine.deploy([]))).toBe('INPUT_INVALID');
		expect(await refusal(engine.publishMessage({ name: '', correlationKey: 'k' }))).toBe('INPUT_INVALID');
		expect(await refusal(engine.publishMessage({ name: 'n', correlationKey: 'k', timeToLiveMs: -1 }))).toBe('INPUT_INVALID');
		expect(await refusal(engine.openWorker(type, { ...options, concurrency: 0 }, () => Promise.resolve(completed())))).toBe(
			'INPUT_INVALID',
		);
		expect(await refusal(openEmbeddedEngine({ file: '/dev/null/at/all.db' }))).toBe('INPUT_INVALID');
		expect(await refusal(engine.start({ processId: 'p', variables: { big: 'x'.repeat(5_000_000) } }))).toBe('INPUT_TOO_LARGE');
		expect(await refusal(engine.deploy([processModel('q', oneTask), processModel('q', oneTask)]))).toBe('PROCESS_INVALID');
		expect(await refusal(engine.startAndAwait({ processId: 'p' }, 5))).toBe('ENGINE_TIMEOUT');
		const waiting = refusal(engine.startAndAwait({ processId: 'p' }, 60_000));
		await until(async () => (await engine.activate(type, { limit: 9, timeoutMs: 1_000 })).at(-1));
		await engine.close();
		expect(await waiting).toBe('ENGINE_UNREACHABLE');
		expect(await refusal(engine.start({ processId: 'p' }))).toBe('STATE_CONFLICT');
	});

	slowTest('leaves behind a handler that does not stop when it is told to', async () => {
		const engine = await engineWith(oneTask);
		const worker = await engine.openWorker(type, options, () => new Promise(() => undefined));
		const { instanceKey } = await engine.start({ processId: 'p' });
		await until(async () => (await listEvents(engine, instanceKey)).find((event) => event === 'job-activated work'));
		await worker.close(1);
		await engine.close();
	});

	it('passes through manual and undefined tasks, and leaves their mappings alone', async () => {
		const mapped = { ...serviceTask('manual', { outputs: [{ source: '=1', target: 'x' }] }), tag: 'manualTask' };
		const engine = await engineWith([
			startEvent(),
			mapped,
			{ tag: 'task', id: 'undefined' },
			endEvent(),
			...chain('start', 'manual', 'undefined', 'end'),
		]);
		expect((await engine.startAndAwait({ processId: 'p' }, 60_000)).variables).toEqual({});
		await engine.close();
	});

	const longId = 12345678901234567890n;
	const mapping = (source: string): ReturnType<typeof engineWith> =>
		engineWith([startEvent(), serviceTask('work', { inputs: [{ source, target: 'b' }] }), endEvent(), ...chain('start', 'work', 'end')]);

	it.each([
		...[
			'=big',
			'=string(big)',
			'=big + 1',
			'=inner.big',
			'=inner.big + 1',
			'=string(inner.big)',
			'=inner.big = null',
			'=get value(inner, "big")',
		],
		...[
			'=list',
			'=count(list)',
			'=for item in list return 1',
			'=inner.list',
			'=orders.big',
			'=orders[big > 1]',
			'=for o in orders return o.big',
		],
	])('never changes an integer beyond 64 bits: %s is an incident', async (source) => {
		const engine = await mapping(source);
		const variables = {
			big: longId,
			inner: { big: longId, list: [longId] },
			list: [longId, 1],
			orders: [{ big: longId }],
			fits: 2n ** 63n - 1n,
		};
		const { instanceKey } = await engine.start({ processId: 'p', variables });
		expect(await engine.searchIncidents({ instanceKey })).toMatchObject([
			{ errorType: 'IO_MAPPING_ERROR', message: expect.stringMatching(/^failed to evaluate expression '\{b:.*64 bits/) as string },
		]);
		expect((await engine.findInstance(instanceKey)).variables).toEqual(variables);
		await engine.close();
	});

	it.each(['=inner', '={kept: inner}.kept', '=orders[1]', '=context put(inner, "note", 1)', '=[inner][1]'])(
		'passes on an integer beyond 64 bits that nothing reads: %s',
		async (source) => {
			const engine = await mapping(source);
			const { instanceKey } = await engine.start({ processId: 'p', variables: { inner: { big: longId }, orders: [{ big: longId }] } });
			expect(await engine.searchIncidents({ instanceKey })).toEqual([]);
			const [work] = await engine.activate(type, { limit: 1, timeoutMs: 1_000 });
			expect(work?.variables).toMatchObject({ b: { big: longId } });
			await engine.close();
		},
	);

	it.each([2n ** 64n, -(2n ** 63n) - 1n])('refuses the integer %s, wherever it is (camunda/camunda#9832)', async (integer) => {
		const engine = await mapping('=1');
		await expect(engine.start({ processId: 'p', variables: { inner: [{ integer }] } })).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: `Invalid variables: the integer ${integer} does not fit into 64 bits.`,
			fix: 'Pass it as a text.',
		});
		await engine.close();
	});

	it('reads again what it calculated beyond 64 bits with decimals', async () => {
		const engine = await engineWith([
			...[startEvent(), scriptTask('first', '=12345678901234567890 + 0.5', 'r'), scriptTask('second', '=r > 1', 'isMore')],
			...[endEvent(), ...chain('start', 'first', 'second', 'end')],
		]);
		const { instanceKey } = await engine.start({ processId: 'p' });
		expect((await engine.findInstance(instanceKey)).variables).toEqual({ r: 1.2345678901234567e19, isMore: true });
		await engine.close();
	});

	it('undoes a refused command alone, not those that share its transaction', async () => {
		const engine = await openEmbeddedEngine({ file: ':memory:' });
		const [deployed, started] = await Promise.allSettled([engine.deploy([processModel('p', oneTask)]), engine.start({ processId: 'p' })]);
		expect([deployed.status, started.status]).toEqual(['fulfilled', 'rejected']);
		await engine.close();
	});
});

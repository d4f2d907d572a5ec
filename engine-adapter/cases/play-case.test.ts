import { catchOf, signal } from '../../test/contract/event-parts';
import {
	adHocSubProcess,
	chain,
	endEvent,
	flow,
	messageCatch,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	userTask,
} from '../../test/contract/model-builder';
import type { Resource } from '../engine/deployments';
import { parseProcessCase } from './parse-process-case';
import { playCase } from './play-case';
import type { CaseTrace } from './process-case';
import { slowTest } from '../../test/support/slow-tests';

async function play(resources: Resource[], document: object): Promise<CaseTrace> {
	const { trace } = await playCase(resources, await parseProcessCase(JSON.stringify(document), 'case.json'));
	return trace as CaseTrace;
}

const oneTask = (id = 'p') => [processModel(id, [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')])];
const start = { processId: 'p' };

describe('a case', () => {
	it('is completed to its end when the script says nothing else', async () => {
		const trace = await play(oneTask(), { start: [start, start] });
		expect(trace).toMatchObject({ outcome: 'completed', jobs: ['work', 'work'], rejections: [] });
		expect(trace.instances).toHaveLength(2);
		expect(trace.elements.work).toEqual({ completed: 2, terminated: 0 });
	});

	it('still tells of an instance that ended years before the case does', async () => {
		const trace = await play(oneTask(), { start, script: [{ runJobs: true }, { wait: 1e11 }] });
		expect(trace).toMatchObject({ outcome: 'completed', elements: { work: { completed: 1 } } });
	});

	it('keeps tenants apart', async () => {
		const waiting = [processModel('p', [startEvent(), catchOf('wait', signal('go')), endEvent(), ...chain('start', 'wait', 'end')])];
		const starts = ['acme', 'globex', 'third'].map((tenantId) => ({ ...start, tenantId }));
		const script = [{ broadcastSignal: { name: 'go', tenantId: 'acme' } }];
		expect(await play(waiting, { tenants: ['acme', 'globex'], start: starts, script })).toMatchObject({
			instances: [
				{ outcome: 'completed', tenantId: 'acme' },
				{ outcome: 'active', tenantId: 'globex' },
			],
			rejections: [{ action: 'start', code: 'NOT_FOUND' }],
		});
	});

	it('answers the job of an ad-hoc sub-process that is there, not the one before it (camunda/camunda#36171)', async () => {
		const tools = adHocSubProcess('tools', [serviceTask('one'), serviceTask('two')], { jobType: 'agent' });
		const model = [processModel('p', [startEvent(), tools, endEvent(), ...chain('start', 'tools', 'end')])];
		const script = [
			{ completeJob: { elementId: 'tools', adHoc: { activate: [{ elementId: 'one' }, { elementId: 'two' }] } } },
			{ completeJob: { elementId: 'one' } },
			{ completeJob: { elementId: 'two' } },
			{ completeJob: { elementId: 'tools', adHoc: { complete: true } } },
		];
		expect(await play(model, { zeebeVersion: '8.8.0', start, script, autoComplete: false })).toMatchObject({
			outcome: 'completed',
			rejections: [],
		});
	});

	it('runs the job of an ad-hoc sub-process that is there, not the one before it', async () => {
		const tools = adHocSubProcess('tools', [serviceTask('one'), serviceTask('two')], { jobType: 'agent' });
		const model = [processModel('p', [startEvent(), tools, endEvent(), ...chain('start', 'tools', 'end')])];
		const activate = { completeJob: { elementId: 'tools', adHoc: { activate: [{ elementId: 'one' }, { elementId: 'two' }] } } };
		const document = { zeebeVersion: '8.8.0', start, script: [activate, { runJobs: true }], autoComplete: false };
		expect(await play(model, document)).toMatchObject({ jobs: ['tools', 'one', 'two', 'tools', 'tools'], rejections: [] });
	});

	it('leaves jobs alone without autoComplete', async () => {
		expect(await play(oneTask(), { start, autoComplete: false })).toMatchObject({ outcome: 'active', jobs: ['work'] });
	});

	it('queues jobs of any type in order of creation, and answers the oldest that matches', async () => {
		const tasks = [serviceTask('a', { type: 'x' }), serviceTask('b', { type: 'y' }), serviceTask('c', { type: 'x' })];
		const model = [
			startEvent(),
			parallelGateway('fork'),
			...tasks,
			...chain('start', 'fork', 'a'),
			...chain('fork', 'b'),
			...chain('fork', 'c'),
		];
		const script = [{ completeJob: { type: 'x', variables: { first: true } } }, { completeJob: { type: 'z' } }];
		const trace = await play([processModel('p', model)], { start, script, autoComplete: false });
		expect(trace.jobs).toEqual(['c', 'b', 'a']);
		expect(trace.elements.c).toEqual({ completed: 1, terminated: 0 });
		expect(trace.rejections).toEqual([{ action: 1, code: 'NO_JOB' }]);
	});

	it('keeps the variables of a failure in the scope of its task', async () => {
		const script = [{ completeJob: { fail: { retries: 1, variables: { why: 'busy' } } } }];
		const trace = await play(oneTask(), { start, script });
		expect(trace).toMatchObject({ jobs: ['work', 'work'], jobVariables: [{}, { why: 'busy' }], variables: {} });
	});

	it('goes through a near backoff at the end, and leaves a far one alone', async () => {
		const failing = (backoffMs: number) => ({ start, script: [{ completeJob: { fail: { retries: 1, backoffMs } } }] });
		expect(await play(oneTask(), failing(3_000))).toMatchObject({ outcome: 'completed', jobs: ['work', 'work'] });
		expect(await play(oneTask(), failing(3_001))).toMatchObject({ outcome: 'active', jobs: ['work'] });
		const waiting = { start, script: [...failing(86_400_000).script, { wait: 86_400_000 }] };
		expect(await play(oneTask(), waiting)).toMatchObject({ outcome: 'completed', jobs: ['work', 'work'] });
	});

	it('notes what it cannot do, and goes on', async () => {
		const script = [
			{ resolveIncident: {} },
			{ completeUserTask: {} },
			{ createInstance: { processId: 'gone' } },
			{ publishMessage: { name: 'm', ttlMs: 9, messageId: '1' } },
			{ publishMessage: { name: 'm', ttlMs: 9, messageId: '1' } },
			{ cancelInstance: true },
			{ runJobs: true },
		];
		const trace = await play(oneTask(), { start: [{ processId: 'gone' }, start], script });
		expect(trace.outcome).toBe('terminated');
		expect(trace.rejections).toEqual([
			{ action: 'start', code: 'NOT_FOUND' },
			{ action: 0, code: 'NO_INCIDENT' },
			{ action: 1, code: 'NO_USER_TASK' },
			{ action: 2, code: 'NOT_FOUND' },
			{ action: 4, code: 'ALREADY_EXISTS' },
			{ action: 6, code: 'NOT_FOUND' },
		]);
	});

	it('sets variables on the active instance of an element, else on the first process instance', async () => {
		const model = [startEvent(), userTask('ask', { native: true }), endEvent(), ...chain('start', 'ask', 'end')];
		const script = [
			{ setVariables: { elementId: 'ask', variables: { local: 1 }, local: true } },
			{ setVariables: { elementId: 'end', variables: { root: 2 }, local: true } },
		];
		const trace = await play([processModel('p', model)], { start, script });
		expect(trace).toMatchObject({ outcome: 'active', variables: { root: 2 }, rejections: [] });
		expect(trace.variables).not.toHaveProperty('local');
	});

	it('does not come nearer to a far timer because something else is due', async () => {
		const script = [{ completeJob: { fail: { retries: 1, backoffMs: 4_000 } } }, { publishMessage: { name: 'm', ttlMs: 2_500 } }];
		expect(await play(oneTask(), { start, script })).toMatchObject({ outcome: 'active', jobs: ['work'] });
	});

	slowTest('ends though its process never does', async () => {
		const endless = [startEvent(), serviceTask('work'), ...chain('start', 'work'), flow('again', 'work', 'work')];
		const trace = await play([processModel('p', endless)], { start });
		expect(trace).toMatchObject({ outcome: 'active', rejections: [{ action: 'autoComplete', code: 'RESOURCE_EXHAUSTED' }] });
	});

	it('completes user tasks and correlates messages of any instance', async () => {
		const model = [startEvent(), userTask('ask', { native: true }), messageCatch('paid', 'paid', '=key'), endEvent()];
		const script = [
			{ completeUserTask: { variables: { key: '7' } } },
			{ publishMessage: { name: 'paid', correlationKey: '7', variables: { n: 1 } } },
		];
		const trace = await play([processModel('p', [...model, ...chain('start', 'ask', 'paid', 'end')])], { start, script });
		expect(trace).toMatchObject({ outcome: 'completed', variables: { key: '7', n: 1 } });
	});

	it('broadcasts signals', async () => {
		const model = [startEvent(), catchOf('storm', signal('storm')), endEvent(), ...chain('start', 'storm', 'end')];
		const script = [{ broadcastSignal: { name: 'storm', variables: { n: 1 } } }];
		const trace = await play([processModel('p', model)], { start, script });
		expect(trace).toMatchObject({ outcome: 'completed', variables: { n: 1 } });
	});
});

describe('a case document', () => {
	test.each([
		['{', 'case.json is not JSON'],
		['[]', 'case.json: the document must be object'],
		['{"start": {"process": "p"}}', "start must have required property 'processId'"],
		['{"script": [{"sleep": 1}]}', 'script[0] has no supported action'],
		['{"script": [{"wait": 1, "runJobs": true}]}', 'script[0] has the actions runJobs and wait'],
		['{"script": [{"wait": "1"}]}', 'script[0].wait must be integer'],
		['{"script": [{"completeJob": {"fail": {}}}]}', "script[0].completeJob.fail must have required property 'retries'"],
	])('%s is refused, naming the field', async (json, message) => {
		await expect(parseProcessCase(json, 'case.json')).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining(message),
		});
	});

	it('may hold null for what is not given', async () => {
		const read = await parseProcessCase(
			'{"start": {"processId": "p", "variables": null}, "script": [{"completeJob": {"type": null}}]}',
			'case.json',
		);
		expect(read).toMatchObject({ start: [{ processId: 'p' }], script: [{ name: 'completeJob', parameters: {} }] });
		const step =
			'{"wait": null, "completeJob": {"error": {"code": "X", "message": null, "variables": {"a": null}}, "fail": null, "variables": null}}';
		expect(await parseProcessCase(`{"start": null, "script": [${step}], "autoComplete": null}`, 'case.json')).toEqual({
			start: [],
			script: [{ name: 'completeJob', parameters: { error: { code: 'X', variables: { a: null } } } }],
			autoComplete: true,
		});
		expect(await parseProcessCase('{"script": null}', 'case.json')).toEqual({ start: [], script: [], autoComplete: true });
	});

	it('may hold numbers for keys, however long, and null as a variable', async () => {
		const step = '{"publishMessage": {"name": "paid", "correlationKey": 12345678901234567890, "messageId": 7, "variables": {"a": null}}}';
		expect((await parseProcessCase(`{"script": [${step}]}`, 'case.json')).script).toEqual([
			{
				name: 'publishMessage',
				parameters: { name: 'paid', correlationKey: '12345678901234567890', messageId: '7', variables: { a: null } },
			},
		]);
	});

	it('may hold fields that nobody knows', async () => {
		const read = await parseProcessCase(
			'{"x": 1, "start": {"processId": "p", "y": 2}, "script": [{"wait": 1, "note": "why"}]}',
			'case.json',
		);
		expect(read.script).toEqual([{ name: 'wait', parameters: 1 }]);
	});
});

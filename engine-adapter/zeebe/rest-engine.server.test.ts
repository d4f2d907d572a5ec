import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callActivity } from '../../test/contract/event-parts';
import { chain, endEvent, processModel, serviceTask, startEvent, userTask } from '../../test/contract/model-builder';
import type { ProcessEngine } from '../engine/process-engine';
import { openTestService, type TestService } from '../../test/support/engine/test-service';
import { connectCamundaRest } from './connect-camunda-rest';
import { slowTest } from '../../test/support/slow-tests';
import { until } from '../../test/support/wait-until';
import { waitUntil } from '../../test/support/wait-until';

const worked = processModel('worked', [startEvent(), serviceTask('work', { type: 'work' }), endEvent(), ...chain('start', 'work', 'end')]);
const again = processModel('again', [startEvent(), serviceTask('try', { type: 'try' }), endEvent(), ...chain('start', 'try', 'end')]);
const asked = processModel('asked', [startEvent(), userTask('ask', { native: true }), endEvent(), ...chain('start', 'ask', 'end')]);
const inner = processModel('inner', [startEvent(), callActivity('deep', 'worked'), endEvent(), ...chain('start', 'deep', 'end')]);
const outer = processModel('outer', [startEvent(), callActivity('call', 'inner'), endEvent(), ...chain('start', 'call', 'end')]);

describe('the REST driver on `troupe serve`', () => {
	let service: TestService;
	let engine: ProcessEngine;
	beforeAll(async () => {
		service = await openTestService([worked, again, asked, inner, outer]);
		engine = await connectCamundaRest({ address: `${service.url}/v2/`, onProblem: () => undefined });
	});
	afterAll(async () => {
		await engine.close();
		await service.close();
	});

	it('finds the incidents of instances that an instance calls, as the engine does', async () => {
		const { instanceKey } = await engine.start({ processId: 'outer', variables: {} });
		await engine.start({ processId: 'worked', variables: {} });
		const jobs = await service.engine.activate('work', { worker: 'test', limit: 2, timeoutMs: 60_000 });
		for (const { key } of jobs) await service.engine.answer(key, { kind: 'fail', message: 'away', retries: 0 });
		const own = jobs.find(({ processId, instanceKey: of }) => processId === 'worked' && of !== instanceKey)!;
		for (const one of [engine, service.engine]) {
			expect(await one.searchIncidents({ instanceKey })).toEqual([]);
			expect(await one.searchIncidents({ instanceKey, withCalled: true })).toMatchObject([{ elementId: 'work', jobKey: own.key }]);
			expect(await one.searchIncidents({})).toHaveLength(2);
		}
		for (const { instanceKey: of } of jobs) await engine.cancel(of).catch(() => undefined);
		await engine.cancel(instanceKey);
	});

	it('reads an instance, its user tasks and its incidents', async () => {
		const { instanceKey } = await engine.start({ processId: 'asked', variables: { a: 'text', n: 1 } });
		expect(await engine.findInstance(instanceKey)).toMatchObject({
			instanceKey,
			processId: 'asked',
			state: 'ACTIVE',
			variables: { a: 'text', n: 1 },
		});
		const began = { instanceKey, hasEnded: false, startedAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown };
		expect(await engine.findInstancesOf!('asked')).toEqual([began]);
		const [task] = await engine.searchUserTasks({ instanceKey });
		expect(task).toMatchObject({ elementId: 'ask', instanceKey });
		await engine.completeUserTask(task!.key, { done: true });
		expect(await engine.findInstance(instanceKey)).toMatchObject({ state: 'COMPLETED' });
		expect(await engine.findInstancesOf!('asked')).toEqual([{ ...began, hasEnded: true }]);
		expect(await engine.searchUserTasks({ instanceKey })).toEqual([]);
	});

	it('tells which job is tried again, when and why', async () => {
		const { instanceKey } = await engine.start({ processId: 'again' });
		const worker = await engine.openWorker('try', { name: 'again', concurrency: 1, timeoutMs: 60_000 }, () =>
			Promise.resolve({ kind: 'fail', message: 'busy', retries: 2, backoffMs: 600_000 }),
		);
		const retry = await until(async () => (await engine.listRetries!(instanceKey))[0]);
		expect(retry).toMatchObject({ elementId: 'try', message: 'busy', retries: 2, due: expect.any(Number) as number });
		await worker.close();
	});

	it('works on jobs, fails them, and resolves what stopped', async () => {
		const { instanceKey } = await engine.start({ processId: 'worked' });
		let outcome: 'fail' | 'complete' = 'fail';
		await engine.openWorker('work', { name: 'test', concurrency: 2, timeoutMs: 60_000 }, () =>
			Promise.resolve(outcome === 'fail' ? { kind: 'fail', message: 'away', retries: 0 } : { kind: 'complete', variables: { ok: true } }),
		);
		const incident = await until(async () => (await engine.searchIncidents({ instanceKey }))[0]);
		expect(incident).toMatchObject({
			elementId: 'work',
			errorType: 'JOB_NO_RETRIES',
			message: 'away',
			jobKey: expect.any(String) as string,
		});
		outcome = 'complete';
		await engine.updateJobRetries(incident.jobKey!, 1);
		await engine.resolveIncident(incident.key);
		await until(async () => (await engine.findInstance(instanceKey)).state === 'COMPLETED');
	});

	it('says what is not there', async () => {
		await expect(engine.start({ processId: 'nobody' })).rejects.toMatchObject({ code: 'PROCESS_NOT_FOUND' });
		await expect(engine.findInstance('2251799813685999')).rejects.toMatchObject({
			code: 'INSTANCE_NOT_FOUND',
			message: expect.stringMatching(/has no instance 2251799813685999\.$/) as string,
		});
		await expect(engine.startAndAwait({ processId: 'asked' }, 50)).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
	});
});

describe('what a cluster may answer', () => {
	let server: Server;
	let engine: ProcessEngine;
	let answers: Array<[status: number, body: string]> = [];
	const asked: string[] = [];

	beforeAll(async () => {
		const answer: RequestListener = (request, response) => {
			asked.push(`${request.method} ${request.url}`);
			const [status, body] = request.url === '/v2/topology' ? [200, '{"gatewayVersion":"8.8.1"}'] : (answers.shift() ?? [200, '{}']);
			response.writeHead(status, { 'content-type': 'application/json' }).end(body);
		};
		server = createServer(answer);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		engine = await connectCamundaRest({
			address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			onProblem: () => undefined,
		});
	});
	afterAll(async () => {
		await engine.close();
		server.close();
	});

	const exhausted = (status: number) => [status, '{"title":"RESOURCE_EXHAUSTED","detail":"full"}'] as [number, string];

	slowTest('back-pressure in any of its shapes is waited out', async () => {
		answers = [exhausted(429), exhausted(503), [500, '{"title":"INTERNAL","detail":"RESOURCE_EXHAUSTED"}'], [204, '']];
		await engine.cancel('2251799813685999');
		expect(answers).toEqual([]);
	});

	it('other faults of a server are not repeated: they may have done what was asked', async () => {
		answers = [
			[500, '<html>oops</html>'],
			[204, ''],
		];
		await expect(engine.cancel('2251799813685999')).rejects.toMatchObject({ code: 'INTERNAL', retryable: true });
		expect(answers).toHaveLength(1);
	});

	it.each([
		[403, '{"title":"Forbidden","detail":"This endpoint needs secondary storage"}', 'NOT_SUPPORTED'],
		[404, '<html>no such page</html>', 'NOT_SUPPORTED'],
		[404, '{"title":"NOT_FOUND","detail":"no such incident"}', 'INCIDENT_NOT_FOUND'],
		[401, '{}', 'ENGINE_UNREACHABLE'],
		[200, '<html>Log in</html>', 'ENGINE_UNREACHABLE'],
		[409, '{"title":"INVALID_STATE"}', 'STATE_CONFLICT'],
		[400, '{"title":"INVALID_ARGUMENT"}', 'INPUT_INVALID'],
	])('%i with %s is %s', async (status, body, code) => {
		answers = [[status, body]];
		await expect(engine.resolveIncident('2251799813685999')).rejects.toMatchObject({ code });
	});

	it('keys that are numbers, as 8.6 writes them, keep their digits', async () => {
		answers = [
			[
				200,
				'{"processInstanceKey":9007199254740993,"processDefinitionId":"p","processDefinitionVersion":1,"processDefinitionKey":2251799813685251}',
			],
		];
		expect(await engine.start({ processId: 'p' })).toMatchObject({ instanceKey: '9007199254740993' });
	});
});

describe('connecting over REST', () => {
	it.each(['<html>It works!</html>', '{"status":"ok"}', '[]'])('says that something else answers there: %s', async (page) => {
		const server = createServer((_request, response) => response.end(page));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const refusal = {
			code: 'ENGINE_UNREACHABLE',
			message: expect.stringMatching(/^Another program answers|is not the REST API/),
			fix: expect.any(String),
		};
		await expect(connectCamundaRest({ address, onProblem: () => undefined })).rejects.toMatchObject(refusal);
		server.close();
	});

	it.each([
		['8.6, which knows no searches', 404, '<html>no such page</html>', false],
		['8.8 without secondary storage', 403, '{"title":"Forbidden","detail":"This endpoint needs secondary storage"}', false],
		['8.8', 200, '{"items":[],"page":{"totalItems":0}}', true],
		['a cluster that does not answer searches now', 500, '{"title":"INTERNAL"}', true],
	])('tells whether it can search: %s', async (_what, status, body, search) => {
		const server = createServer((request, response) => {
			const isTopology = request.url === '/v2/topology';
			response.writeHead(isTopology ? 200 : status).end(isTopology ? '{"gatewayVersion":"8.8.1"}' : body);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		try {
			const engine = await connectCamundaRest({ address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
			expect(engine.capabilities).toEqual({ search, events: false, zeebeVersion: '8.8.1' });
		} finally {
			server.close();
		}
	});

	it.each(['localhost:8080', 'ftp://localhost', 'http://user:secret@localhost:8080', ''])('refuses "%s"', async (address) => {
		const refused = connectCamundaRest({ address });
		await expect(refused).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('secret') as string });
	});

	it('says that nobody listens, and that something else does', async () => {
		await expect(connectCamundaRest({ address: 'http://127.0.0.1:1' })).rejects.toMatchObject({
			code: 'ENGINE_UNREACHABLE',
			fix: expect.stringContaining('8080') as string,
		});
		const web = createServer((_request, response) => void response.writeHead(404).end('nothing here'));
		await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
		await expect(connectCamundaRest({ address: `http://127.0.0.1:${(web.address() as AddressInfo).port}` })).rejects.toMatchObject({
			code: 'ENGINE_UNREACHABLE',
			message: expect.stringContaining('is not the REST API of Camunda') as string,
		});
		web.close();
	});
});

describe('a worker without a list of tenants', () => {
	/** Returns what it asked for, of a gateway that answers these statuses. */
	async function poll(topology: object, statuses: number[]): Promise<object[]> {
		const asked: object[] = [];
		const server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const isPoll = request.url === '/v2/jobs/activation';
				if (isPoll) asked.push(JSON.parse(Buffer.concat(parts).toString()) as object);
				const status = isPoll ? (statuses[asked.length - 1] ?? 200) : 200;
				const answer = status === 200 ? { ...topology, jobs: [], items: [] } : { title: 'INVALID_ARGUMENT', status };
				response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const engine = await connectCamundaRest({ address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, takesAssigned: true });
		await engine.openWorker('work', { name: 'test', concurrency: 1, timeoutMs: 60_000 }, () => Promise.reject(new Error('no job')));
		await waitUntil('a poll that is answered', () => asked.length > statuses.length);
		await engine.close();
		server.close();
		return asked;
	}

	it('takes the jobs of all that it may see, from `troupe serve` and from 8.9 on', async () => {
		for (const topology of [{ gatewayVersion: '8.6.0', clusterId: 'troupe' }, { gatewayVersion: '8.9.1' }, { gatewayVersion: '8.10.0' }])
			expect((await poll(topology, []))[0]).toMatchObject({ tenantFilter: 'ASSIGNED' });
	});

	it('asks clusters before 8.9 as before, and one that refuses the filter again without it', async () => {
		for (const gatewayVersion of ['8.6.4', '8.8.12']) expect((await poll({ gatewayVersion }, []))[0]).not.toHaveProperty('tenantFilter');
		const [first, second] = await poll({ gatewayVersion: '8.9.0' }, [400]);
		expect(first).toHaveProperty('tenantFilter');
		expect(second).not.toHaveProperty('tenantFilter');
	});
});

describe('a tenant of a cluster with multi-tenancy', () => {
	const bodies: Record<string, unknown> = {};
	let server: Server;
	let engine: ProcessEngine;
	beforeAll(async () => {
		server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				bodies[request.url!] = Buffer.concat(parts).toString();
				const jobs = [{ jobKey: '1', retries: 1, customHeaders: {}, variables: {}, tenantId: 'acme', deadline: 0 }];
				const answers: Record<string, object> = { '/v2/topology': { gatewayVersion: '8.8.1' }, '/v2/jobs/activation': { jobs } };
				response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[request.url!] ?? { deployments: [] }));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		engine = await connectCamundaRest({ address, tenantId: 'acme' });
	});
	afterAll(async () => {
		await engine.close();
		server.close();
	});

	it('is named in what is deployed, started and sent, and in what a worker asks for', async () => {
		await engine.deploy([{ name: 'a.bpmn', content: worked.content }]);
		await engine.start({ processId: 'a' });
		await engine.publishMessage({ name: 'm', correlationKey: 'c' });
		await engine.broadcastSignal({ name: 's' });
		const job = await new Promise<{ tenantId?: string }>((resolve) => {
			void engine.openWorker('work', { name: 'test', concurrency: 1, timeoutMs: 60_000 }, (taken) => {
				resolve(taken);
				return Promise.resolve({ kind: 'complete', variables: {} });
			});
		});
		expect(job.tenantId).toBe('acme');
		for (const path of ['process-instances', 'messages/publication', 'signals/broadcast'])
			expect(JSON.parse(bodies[`/v2/${path}`] as string)).toMatchObject({ tenantId: 'acme' });
		expect(JSON.parse(bodies['/v2/jobs/activation'] as string)).toMatchObject({ tenantIds: ['acme'] });
		expect(bodies['/v2/deployments']).toMatch(/name="tenantId"\s+acme/);
	});
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { status } from '@grpc/grpc-js';
import { withTraceContext } from '../../core/base/trace-context';
import { FakeZeebeGateway, GatewayRefusal } from '../../test/fakes/zeebe-gateway';
import type { ProcessEngine } from '../engine/process-engine';
import { Gateway } from './gateway';
import type { GatewayCalls } from './load-sdk';
import { connectZeebe } from './connect-zeebe';

const key = '2251799813685255';

describe('a connection to Zeebe', () => {
	let gateway: FakeZeebeGateway;
	let engine: ProcessEngine;

	beforeAll(async () => {
		gateway = await new FakeZeebeGateway().start();
		engine = await connectZeebe({ address: gateway.address });
	});
	afterAll(async () => {
		await engine.close();
		gateway.stop();
	});
	beforeEach(() => void gateway.calls.splice(0));

	const refuse = (method: string, code: number, details: string): void =>
		gateway.answer(method, () => {
			throw new GatewayRefusal(code, details);
		});

	it('deploys all resources in one request and tells the processes', async () => {
		const process = { bpmnProcessId: 'order', version: 2, processDefinitionKey: key, resourceName: 'order.bpmn' };
		gateway.answer('deployResource', () => ({ key: '5', deployments: [{ process }] }));
		expect(await engine.deploy([{ name: 'order.bpmn', content: '<ação/>' }])).toEqual({
			deploymentKey: '5',
			processes: [{ processId: 'order', version: 2, processDefinitionKey: key, resourceName: 'order.bpmn' }],
			...{ decisions: [], forms: [] },
		});
		expect(gateway.listCalls('deployResource')).toMatchObject([{ resources: [{ name: 'order.bpmn', content: Buffer.from('<ação/>') }] }]);
	});

	it('names file, element and problem of a refused deployment', async () => {
		refuse(
			'deployResource',
			status.INVALID_ARGUMENT,
			"Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new resources, but encountered the following errors:\n" +
				"'a.bpmn': - Element: work > definition\n    - ERROR: Must have a type\n'b.bpmn': Error: not XML\n",
		);
		await expect(engine.deploy([{ name: 'a.bpmn', content: '' }])).rejects.toMatchObject({
			code: 'PROCESS_INVALID',
			message: 'Zeebe refused to deploy a.bpmn:\na.bpmn, element definition: Must have a type\nb.bpmn: not XML',
			details: {
				problems: [
					{ resource: 'a.bpmn', elementId: 'definition', problem: 'Must have a type' },
					{ resource: 'b.bpmn', problem: 'not XML' },
				],
			},
		});
	});

	it('keeps integers beyond 2^53 in variables, both ways', async () => {
		gateway.answer('createProcessInstanceWithResult', ({ request }) => ({
			...instance,
			variables: (request as { variables: string }).variables,
		}));
		const { variables } = await engine.startAndAwait({ processId: 'order', variables: { big: 9007199254740993123n, small: 1.5 } }, 1_000);
		expect(variables).toEqual({ big: 9007199254740993123n, small: 1.5 });
		expect(gateway.listCalls('createProcessInstanceWithResult')).toMatchObject([
			{ request: { variables: '{"big":9007199254740993123,"small":1.5}', version: -1 }, requestTimeout: '1000' },
		]);
	});

	it('carries the place in a trace in a variable of its own, which a caller that waits does not get (camunda/camunda#9742)', async () => {
		const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
		gateway.answer('createProcessInstance', () => instance);
		gateway.answer('publishMessage', () => ({ key: '9' }));
		gateway.answer('createProcessInstanceWithResult', ({ request }) => ({
			...instance,
			variables: (request as { variables: string }).variables,
		}));
		const carried = expect.stringMatching(`^{"a":1,"_troupe":{"traceparent":"${traceparent}","at":\\d+}}$`) as string;
		await withTraceContext({ traceparent }, async () => {
			expect(await engine.startAndAwait({ processId: 'order', variables: { a: 1 } }, 1_000)).toMatchObject({ variables: { a: 1 } });
			await engine.start({ processId: 'order', variables: { a: 1 } });
			await engine.publishMessage({ name: 'paid', correlationKey: '1', variables: { a: 1 } });
		});
		expect(gateway.listCalls('createProcessInstanceWithResult')).toMatchObject([{ request: { variables: carried } }]);
		for (const method of ['createProcessInstance', 'publishMessage'])
			expect(gateway.listCalls(method)).toMatchObject([{ variables: carried }]);
	});

	it('starts once only when the wait for a result times out', async () => {
		refuse('createProcessInstanceWithResult', status.DEADLINE_EXCEEDED, 'Time out between gateway and broker');
		await expect(engine.startAndAwait({ processId: 'order' }, 100)).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT', retryable: true });
		expect(gateway.listCalls('createProcessInstanceWithResult')).toHaveLength(1);
	});

	it('repeats a command that was refused by back-pressure', async () => {
		let refusals = 2;
		gateway.answer('createProcessInstance', () => {
			if (refusals-- > 0) throw new GatewayRefusal(status.RESOURCE_EXHAUSTED, 'busy');
			return instance;
		});
		expect(await engine.start({ processId: 'order', version: 2 })).toEqual({
			instanceKey: key,
			processId: 'order',
			version: 2,
			processDefinitionKey: '3',
		});
		expect(gateway.listCalls('createProcessInstance')).toHaveLength(3);
	});

	it('gives up on a cluster that stays busy', async () => {
		const createProcessInstanceSync = jest.fn(() => Promise.reject(new GatewayRefusal(status.RESOURCE_EXHAUSTED, 'busy')));
		const busy = new Gateway({ createProcessInstanceSync }, 'grpc://busy:1', [1, 1]);
		await expect(busy.call({ method: 'createProcessInstance', subject: 'process "order"' }, {})).rejects.toMatchObject({
			code: 'ENGINE_TIMEOUT',
			retryable: true,
		});
		expect(createProcessInstanceSync).toHaveBeenCalledTimes(3);
	});

	it.each([
		[status.NOT_FOUND, 'PROCESS_NOT_FOUND'],
		[status.INVALID_ARGUMENT, 'INPUT_INVALID'],
		[status.FAILED_PRECONDITION, 'STATE_CONFLICT'],
		[status.UNIMPLEMENTED, 'NOT_SUPPORTED'],
		[status.PERMISSION_DENIED, 'ENGINE_UNREACHABLE'],
		[status.UNAUTHENTICATED, 'ENGINE_UNREACHABLE'],
		[status.UNAVAILABLE, 'ENGINE_UNREACHABLE'],
		[status.INTERNAL, 'INTERNAL'],
	])('translates gRPC status %i into %s', async (code, expected) => {
		refuse('createProcessInstance', code, 'the reason');
		await expect(engine.start({ processId: 'order' })).rejects.toMatchObject({
			code: expected,
			details: { method: 'createProcessInstance' },
		});
	});

	it('says which thing it did not find', async () => {
		for (const method of ['cancelProcessInstance', 'setVariables', 'updateJobRetries', 'resolveIncident'])
			refuse(method, status.NOT_FOUND, 'none');
		await expect(engine.cancel(key)).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
		await expect(engine.setVariables(key, {})).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
		await expect(engine.updateJobRetries(key, 1)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
		await expect(engine.resolveIncident(key)).rejects.toMatchObject({ code: 'INCIDENT_NOT_FOUND' });
	});

	it.each(['1', 'abc', '-1', ''])('does not ask the cluster for the key "%s", which it cannot have given out', async (foreign) => {
		await expect(engine.cancel(foreign)).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
		expect(gateway.calls).toEqual([]);
	});

	it('publishes messages with their time to live and id', async () => {
		gateway.answer('publishMessage', () => ({ key: '9' }));
		const published = await engine.publishMessage({
			name: 'paid',
			correlationKey: '1',
			variables: { a: 1 },
			timeToLiveMs: 50,
			messageId: 'm',
		});
		expect(published).toEqual({ messageKey: '9' });
		expect(gateway.listCalls('publishMessage')).toMatchObject([
			{ name: 'paid', correlationKey: '1', variables: '{"a":1}', timeToLive: '50', messageId: 'm' },
		]);
	});

	it('broadcasts signals with their variables', async () => {
		gateway.answer('broadcastSignal', () => ({ key: '9' }));
		expect(await engine.broadcastSignal({ name: 'storm', variables: { a: 1 } })).toEqual({ signalKey: '9' });
		expect(gateway.listCalls('broadcastSignal')).toMatchObject([{ signalName: 'storm', variables: '{"a":1}' }]);
	});

	it('says that a gateway of 8.6 cannot search or follow', async () => {
		expect(engine.capabilities).toEqual({ search: false, events: false, zeebeVersion: '8.6.0' });
		await expect(engine.findInstance(key)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
		await expect(engine.searchUserTasks({})).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
		await expect(engine.searchIncidents({})).rejects.toThrow('not available on this version');
		expect(() => engine.subscribe(0, {}, new AbortController().signal)).toThrow('not available on this version');
	});

	it('writes nothing on standard output, also when calls fail', async () => {
		const written = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
		try {
			refuse('createProcessInstance', status.UNAVAILABLE, 'down');
			await engine.start({ processId: 'order' }).catch(() => undefined);
			expect(written).not.toHaveBeenCalled();
		} finally {
			written.mockRestore();
		}
	});
});

describe('a user task', () => {
	let rest: Server;
	let answerWith = 204;
	let gateway: FakeZeebeGateway;
	let engine: ProcessEngine;

	beforeAll(async () => {
		gateway = await new FakeZeebeGateway().start();
		rest = createServer(
			(_request, response) =>
				void response.writeHead(answerWith, { 'content-type': 'application/json' }).end('{"title":"NOT_FOUND","detail":"rejected"}'),
		);
		await new Promise<void>((resolve) => rest.listen(0, '127.0.0.1', resolve));
		engine = await connectZeebe({ address: gateway.address, restAddress: `http://127.0.0.1:${(rest.address() as AddressInfo).port}` });
	});
	afterAll(async () => {
		await engine.close();
		gateway.stop();
		rest.close();
	});

	it('is completed over REST', async () => {
		answerWith = 204;
		await expect(engine.completeUserTask(key, { decision: 'yes' })).resolves.toBeUndefined();
	});

	it.each([
		[404, 'USER_TASK_NOT_FOUND'],
		[409, 'STATE_CONFLICT'],
		[400, 'INPUT_INVALID'],
		[401, 'ENGINE_UNREACHABLE'],
	])('that is answered with HTTP %i is a %s', async (httpStatus, code) => {
		answerWith = httpStatus;
		await expect(engine.completeUserTask(key, {})).rejects.toMatchObject({ code });
	});

	it('needs a REST address', async () => {
		const withoutRest = await connectZeebe({ address: gateway.address });
		await expect(withoutRest.completeUserTask(key, {})).rejects.toMatchObject({
			code: 'NOT_SUPPORTED',
			fix: expect.stringContaining('ZEEBE_REST_ADDRESS'),
		});
		await withoutRest.close();
	});
});

describe('connecting', () => {
	it('fails where nobody listens, naming the address and what to do', async () => {
		await expect(connectZeebe({ address: '127.0.0.1:1' })).rejects.toMatchObject({
			code: 'ENGINE_UNREACHABLE',
			message: expect.stringContaining('grpc://127.0.0.1:1'),
			fix: expect.stringContaining('26500'),
		});
	});

	it('fails at the first connection that is hung up: it asks once', async () => {
		let connections = 0;
		const deaf = createTcpServer((socket) => {
			connections++;
			socket.destroy();
		});
		await once(deaf.listen(0, '127.0.0.1'), 'listening');
		const address = `127.0.0.1:${(deaf.address() as AddressInfo).port}`;
		await expect(connectZeebe({ address })).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
		expect(connections).toBe(1);
		deaf.close();
	});

	it('tells a web server from a gateway', async () => {
		const web = createServer((_request, response) => void response.end('hello'));
		await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
		await expect(connectZeebe({ address: `127.0.0.1:${(web.address() as AddressInfo).port}` })).rejects.toMatchObject({
			code: 'ENGINE_UNREACHABLE',
		});
		web.close();
	});

	it('tells a gRPC service of another kind from a gateway', async () => {
		const unknown = Object.assign(new Error('unknown'), { code: status.UNIMPLEMENTED, details: 'unknown service' });
		const other = { topologySync: () => Promise.reject(unknown) } as unknown as GatewayCalls;
		await expect(new Gateway(other, 'grpc://other:1').call({ method: 'topology', subject: 'its topology' }, {})).rejects.toMatchObject({
			message: 'The service at grpc://other:1 is not a Zeebe gRPC gateway: unknown service',
			fix: expect.stringContaining('26500'),
		});
	});

	it('does not wait for ever for a gateway that never answers', async () => {
		const silent = { topologySync: () => new Promise(() => undefined) } as unknown as GatewayCalls;
		await expect(
			new Gateway(silent, 'grpc://silent:1').call({ method: 'topology', subject: 'its topology' }, {}, 20),
		).rejects.toMatchObject({
			code: 'ENGINE_UNREACHABLE',
			message: 'Zeebe at grpc://silent:1 did not answer topology within 0.02 s.',
		});
	});

	it('waits for the end of an instance only while the gateway answers', async () => {
		const never = () => new Promise(() => undefined);
		const silent = { createProcessInstanceWithResultSync: never, topologySync: never } as unknown as GatewayCalls;
		const gateway = new Gateway(silent, 'grpc://silent:1', undefined, undefined, 10);
		const command = { method: 'createProcessInstanceWithResult', subject: 'order' };
		await expect(gateway.callPatiently(command, {}, 600_000)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
		const answers = { createProcessInstanceWithResultSync: async () => ({ key: '1' }), topologySync: never } as unknown as GatewayCalls;
		expect(await new Gateway(answers, 'grpc://silent:1').callPatiently(command, {}, 600_000)).toEqual({ key: '1' });
	});

	it('says that an instance goes on if the gateway answers and never ends the wait', async () => {
		const never = () => new Promise(() => undefined);
		const calls = { createProcessInstanceWithResultSync: never, topologySync: async () => ({}) } as unknown as GatewayCalls;
		const waiting = new Gateway(calls, 'grpc://waiting:1').callPatiently(
			{ method: 'createProcessInstanceWithResult', subject: 'order' },
			{},
			20,
		);
		await expect(waiting).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
	});

	it.each(['localhost', 'http://localhost:26500', 'localhost:99999', 'a b:1', ''])('refuses "%s" as an address', async (address) => {
		await expect(connectZeebe({ address })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	it('refuses commands after it was closed', async () => {
		const gateway = await new FakeZeebeGateway().start();
		const engine = await connectZeebe({ address: `grpc://${gateway.address}` });
		await engine.close();
		await expect(engine.start({ processId: 'order' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		gateway.stop();
	});
});

const instance = { processInstanceKey: key, bpmnProcessId: 'order', version: 2, processDefinitionKey: '3', variables: '{}' };

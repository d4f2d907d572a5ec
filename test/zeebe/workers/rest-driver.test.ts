import { setTimeout as sleep } from 'node:timers/promises';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { connectCamundaRest } from '../../../engine-adapter/zeebe/connect-camunda-rest';
import { runOnCluster } from '../../../cli/process/run-on-cluster';
import type { ProcessRunOptions } from '../../../cli/process/process-run-options';
import { testTerminal } from '../../support/test-terminal';
import { openGate } from '../../fakes/permissive-gate';
import { describeWithBroker } from '../broker/real-engine';

const options = { name: 'rest', concurrency: 5, timeoutMs: 60_000 };
const model = (id: string) =>
	processModel(id, [startEvent(), serviceTask('work', { type: id }), endEvent(), ...chain('start', 'work', 'end')]);

describeWithBroker('the REST API of Zeebe 8.6.0', ({ address, restAddress }) => {
	let engine: ProcessEngine;
	beforeAll(async () => (engine = await connectCamundaRest({ address: restAddress })));
	afterAll(() => engine.close());

	test('tells its version, and that it has no history', () =>
		expect(engine.capabilities).toEqual({ search: false, events: false, zeebeVersion: '8.6.0' }));

	test('`process run` starts an instance and prints its result', async () => {
		const terminal = testTerminal();
		const simple = processModel('run-over-rest', [startEvent(), endEvent(), ...chain('start', 'end')]);
		const options: ProcessRunOptions = {
			files: [simple.name],
			variables: { order: 'o-1' },
			engine: restAddress,
			address,
			trace: 'json',
			lint: false,
			timeout: 30_000,
		};
		expect(await runOnCluster([simple], [], options, { gate: openGate(), agentFolders: [], providers: {} }, terminal)).toBe(0);
		expect(JSON.parse(terminal.printed[0]!)).toMatchObject({
			ending: { kind: 'completed', processId: 'run-over-rest', variables: { order: 'o-1' } },
		});
	});

	test('deploys, runs jobs and gives results, with integers beyond 2^53', async () => {
		const deployment = await engine.deploy([model('over-rest')]);
		expect(deployment).toMatchObject({
			deploymentKey: expect.stringMatching(/^\d+$/) as string,
			processes: [{ processId: 'over-rest', version: expect.any(Number) as number, resourceName: 'over-rest.bpmn' }],
		});
		const seen: unknown[] = [];
		await engine.openWorker('over-rest', options, (job) => {
			seen.push(job);
			return Promise.resolve({ kind: 'complete', variables: { more: 9007199254740995n } });
		});
		const { variables, instanceKey } = await engine.startAndAwait(
			{ processId: 'over-rest', variables: { big: 9007199254740993n } },
			45_000,
		);
		expect(variables).toEqual({ big: 9007199254740993n, more: 9007199254740995n });
		expect(seen).toMatchObject([
			{
				key: expect.stringMatching(/^\d+$/) as string,
				instanceKey,
				processId: 'over-rest',
				elementId: 'work',
				retries: 3,
				variables: { big: 9007199254740993n },
			},
		]);
	});

	test('a job whose handler outlives its timeout several times is handled once', async () => {
		await engine.deploy([model('slow-over-rest')]);
		let handled = 0;
		await engine.openWorker('slow-over-rest', { ...options, timeoutMs: 4_000 }, async () => {
			handled += 1;
			await sleep(10_000);
			return { kind: 'complete', variables: {} };
		});
		await engine.startAndAwait({ processId: 'slow-over-rest' }, 45_000);
		expect(handled).toBe(1);
	});

	test('says what it refuses: a model, an unknown process, an ended instance', async () => {
		const invalid = { name: 'bad.bpmn', content: model('bad').content.replace('<zeebe:taskDefinition', '<zeebe:unknownThing') };
		await expect(engine.deploy([invalid])).rejects.toMatchObject({
			code: 'PROCESS_INVALID',
			details: { problems: [{ resource: 'bad.bpmn', elementId: 'work' }] },
		});
		await expect(engine.start({ processId: 'nobody' })).rejects.toMatchObject({ code: 'PROCESS_NOT_FOUND' });
		await expect(engine.cancel('2251799813685249')).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
		await expect(engine.updateJobRetries('2251799813685249', 1)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
	});

	test('cancels, sets variables, publishes messages and broadcasts signals', async () => {
		await engine.deploy([model('steered')]);
		const { instanceKey } = await engine.start({ processId: 'steered' });
		await engine.setVariables(instanceKey, { a: 1 });
		await engine.cancel(instanceKey);
		expect(await engine.publishMessage({ name: 'nobody', correlationKey: '1' })).toEqual({
			messageKey: expect.stringMatching(/^\d+$/) as string,
		});
		expect(await engine.broadcastSignal({ name: 'nobody' })).toEqual({ signalKey: expect.stringMatching(/^\d+$/) as string });
	});

	test('says that its version cannot search, over REST and from the gRPC driver', async () => {
		const { instanceKey } = await engine.start({ processId: 'steered' });
		for (const asked of [
			engine.findInstance(instanceKey),
			engine.searchIncidents({ instanceKey }),
			engine.searchUserTasks({ instanceKey }),
		])
			await expect(asked).rejects.toMatchObject({
				code: 'NOT_SUPPORTED',
				message: expect.stringContaining('not available on this version') as string,
			});
		const grpc = await connectZeebe({ address, restAddress });
		await expect(grpc.searchIncidents({})).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
		await grpc.close();
		await engine.cancel(instanceKey);
	});
});

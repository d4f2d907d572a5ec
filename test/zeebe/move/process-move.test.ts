import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcessMove } from '../../../cli/process/move-run';
import { testTerminal } from '../../support/test-terminal';
import { boundary, catchOf, eventBasedGateway, message, signal, timer } from '../../contract/event-parts';
import {
	chain,
	endEvent,
	forEach,
	flow,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../contract/model-builder';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { searchInstances } from '../../../engine-adapter/embedded/state/instances/instance-directory';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import type { MovedInstance } from '../../../engine-adapter/move/move-instances';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { openGate } from '../../fakes/permissive-gate';
import { until } from '../../support/wait-until';
import { describeWithBroker } from '../broker/real-engine';
import { ExportedRecords } from '../log/exported-records';

const inside = [
	startEvent('inner-start'),
	serviceTask('deep', { type: 'move-deep' }),
	endEvent('inner-end'),
	...chain('inner-start', 'deep', 'inner-end'),
];
const models = [
	processModel('move-nested', [
		startEvent(),
		parallelGateway('split'),
		subProcess('part', inside),
		serviceTask('mapped', { type: 'move-mapped', inputs: [{ source: '=order.id', target: 'id' }] }),
		parallelGateway('join'),
		endEvent(),
		...chain('start', 'split', 'part', 'join', 'end'),
		flow('to-mapped', 'split', 'mapped'),
		flow('from-mapped', 'mapped', 'join'),
	]),
	processModel('move-asking', [startEvent(), userTask('ask', { native: true }), endEvent(), ...chain('start', 'ask', 'end')]),
	processModel('move-waiting', [
		startEvent(),
		eventBasedGateway('either'),
		catchOf('paid', message('move-paid', '=order.id')),
		catchOf('stopped', signal('move-stop')),
		endEvent(),
		endEvent('over'),
		...chain('start', 'either', 'paid', 'end'),
		...chain('either', 'stopped', 'over'),
	]),
	processModel('move-late', [
		startEvent(),
		serviceTask('slow', { type: 'move-slow' }),
		boundary('late', 'slow', timer('Duration', 'PT1H')),
		endEvent(),
		endEvent('over'),
		...chain('start', 'slow', 'end'),
		...chain('late', 'over'),
	]),
	processModel('move-each', [
		startEvent(),
		forEach(serviceTask('one', { type: 'move-one' }), { inputCollection: '=[1, 2]' }),
		endEvent(),
		...chain('start', 'one', 'end'),
	]),
];

describeWithBroker('troupe process move to Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	let home: string;
	let cluster: ProcessEngine;
	const records = new ExportedRecords(recordsFile);
	beforeEach(async () => {
		home = mkdtempSync(join(tmpdir(), 'troupe-move-'));
		cluster = await connectZeebe({ address, restAddress });
	});
	afterEach(async () => {
		await cluster.close();
		rmSync(home, { recursive: true, force: true });
	});
	afterAll(() => records.close());

	const open = () => openEmbeddedEngine({ file: join(home, 'engine.db') });
	const move = async (options: object = {}) => {
		const terminal = testTerminal();
		const host = async () => ({ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home });
		const code = await runProcessMove({ to: address, json: true, ...options }, terminal, host);
		return { code, instances: (JSON.parse(terminal.printed[0]!) as { instances: MovedInstance[] }).instances };
	};

	test('instances go on from where they were, and end', async () => {
		const source = await open();
		await source.deploy(models);
		const order = { order: { id: 'A-1' }, big: 2n ** 60n };
		for (const { name } of models) await source.start({ processId: name.replace('.bpmn', ''), variables: order });
		await source.close();

		expect(await move({ dryRun: true })).toMatchObject({
			code: 1,
			instances: [{ outcome: 'movable' }, {}, {}, { outcome: 'refused' }, {}],
		});
		const { code, instances } = await move();
		expect(code).toBe(1);
		expect(instances.map(({ processId, outcome }) => `${processId} ${outcome}`)).toEqual([
			'move-nested moved',
			'move-asking moved',
			'move-waiting moved',
			'move-late refused',
			'move-each refused',
		]);
		expect((await move({ restartTimers: true })).instances.map(({ processId, outcome }) => `${processId} ${outcome}`)).toEqual([
			'move-late moved',
			'move-each refused',
		]);

		const mapped: unknown[] = [];
		for (const type of ['move-deep', 'move-mapped', 'move-slow'])
			await cluster.openWorker(type, { name: 'test', concurrency: 1, timeoutMs: 60_000 }, async ({ variables }) => {
				if (type === 'move-mapped') mapped.push(variables.id);
				return { kind: 'complete', variables: {} };
			});
		await cluster.publishMessage({ name: 'move-paid', correlationKey: 'A-1', timeToLiveMs: 60_000 });
		const [nested, asking, waiting] = instances.map(({ targetKey }) => targetKey!);
		const [task] = await until(async () => {
			const tasks = await records.searchUserTasks({ instanceKey: asking });
			return tasks.length > 0 ? tasks : undefined;
		});
		await cluster.completeUserTask(task!.key, {});
		for (const key of [nested!, asking!, waiting!])
			await until(async () => ((await records.findInstance(key)).state === 'COMPLETED' ? true : undefined), { forMs: 60_000 });
		expect(mapped).toEqual(['A-1']);
		expect((await records.findInstance(nested!)).variables).toMatchObject({ order: { id: 'A-1' } });

		const after = await open();
		const left = await after.read((kernel) => searchInstances(kernel, { state: 'ACTIVE', tenants: 'every' }));
		expect(left.map(({ processId }) => processId)).toEqual(['move-each']);
		await after.close();
	});
});

import type { UserTask } from '../../../engine-adapter/engine/instances';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openWorkers } from '../../../engine-adapter/workers/open-workers';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import type { Host } from '../../../providers/compose/hosts/host';
import { openRefundClerk, type RefundClerk, refundProcess, refunds } from '../../support/refund-clerk';
import { waitUntil } from '../../support/wait-until';
import { ExportedRecords } from '../log/exported-records';
import { describeWithBroker } from '../broker/real-engine';

const message = 'My grinder A-1002 arrived broken.';

describeWithBroker('the refund example on Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	let engine: ProcessEngine;
	let records: ExportedRecords;
	let clerk: RefundClerk;

	beforeEach(async () => {
		[engine, clerk] = await Promise.all([connectZeebe({ address, restAddress }), openRefundClerk()]);
		records = new ExportedRecords(recordsFile);
		await engine.deploy([refundProcess]);
	});
	afterEach(async () => {
		await engine.close();
		records.close();
		await clerk.close();
	});

	const serve = (changes: Partial<Host> = {}) => openWorkers(engine, { ...clerk.host, ...changes });
	const start = () => engine.start({ processId: 'refund', variables: { message } });
	const personsTask = (instanceKey: string): Promise<UserTask> =>
		waitUntil('the task of a person', async () => (await records.searchUserTasks({ instanceKey }))[0]);
	const ended = (instanceKey: string) =>
		waitUntil('the end of the process', async () => {
			const { state, variables } = await records.findInstance(instanceKey);
			return state === 'COMPLETED' ? variables : undefined;
		});

	test('a large refund waits for a person, and the agent goes on in another worker with what the person decided', async () => {
		clerk.model.script(refunds('A-1002', 349.9, 'Your 349.90 are on their way.'));
		const first = await serve();
		const { instanceKey } = await start();
		const task = await personsTask(instanceKey);
		expect(task.elementId).toBe('decide');
		expect((await records.findInstance(instanceKey)).variables).toMatchObject({
			outcome: 'needs-human',
			reason: 'approval',
			pending: [{ tool: 'refund_order', arguments: { order: 'A-1002', amount: 349.9 } }],
		});
		await first.close();
		await serve();
		await engine.completeUserTask(task.key, { approved: true });
		expect(await ended(instanceKey)).toMatchObject({ outcome: 'reply', reply: 'Your 349.90 are on their way.', agentState: null });
		expect(clerk.shop.orders.get('A-1002')!.refunds).toEqual([{ amount: 349.9, reason: 'It arrived broken.' }]);
	});

	test('a state that was changed on its way is an incident that says so', async () => {
		clerk.model.script(refunds('A-1002', 349.9, 'unused'));
		await serve();
		const { instanceKey } = await start();
		const task = await personsTask(instanceKey);
		const { agentState } = (await records.findInstance(instanceKey)).variables;
		await engine.setVariables(instanceKey, { agentState: { ...(agentState as object), runId: 'another' } });
		await engine.completeUserTask(task.key, { approved: true });
		const incident = await waitUntil('the incident', async () => (await records.searchIncidents({ instanceKey }))[0]);
		expect(incident).toMatchObject({
			elementId: 'handle',
			errorType: 'JOB_NO_RETRIES',
			message: expect.stringMatching(/^RUN_STATE_INVALID/) as string,
		});
		expect(clerk.shop.asked).toEqual([]);
		await engine.cancel(instanceKey);
	});

	test.each<[string, string, (clerk: RefundClerk) => Partial<Host>]>([
		[
			'a budget',
			'budget',
			({ model }) => {
				model.script(refunds('A-1002', 349.9, 'unused'));
				return { budgets: [{ name: 'refunds', per: 'day', calls: 1 }] };
			},
		],
		[
			'a limit',
			'tool-calls',
			({ model }) => {
				model.script(Array.from({ length: 8 }, () => ({ text: '', calls: [{ name: 'get_order', input: { order: 'A-1002' } }] })));
				return {};
			},
		],
		[
			'a content filter',
			'content-filter',
			({ model }) => {
				model.script([{ text: '', finish: 'content-filter' }]);
				return {};
			},
		],
	])(
		'%s is caught by its code, and a person answers',
		async (_what, reason, prepare) => {
			await serve(prepare(clerk));
			const { instanceKey } = await start();
			const task = await personsTask(instanceKey);
			expect(task.elementId).toBe('person');
			await engine.completeUserTask(task.key, { reply: 'We send you a new one.' });
			expect(await ended(instanceKey)).toMatchObject({ reason, reply: 'We send you a new one.' });
		},
		30_000,
	);
});

import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openWorkers } from '../../../engine-adapter/workers/open-workers';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { callsOf, openOrderDesk, type OrderDesk, readResults } from '../../support/order-desk';
import { waitUntil } from '../../support/wait-until';
import { describeWithZeebe88 } from '../broker/real-engine';
import { ExportedRecords } from '../log/exported-records';

const refund = { order: 'A-1002', amount: 349.9, reason: 'It arrived broken.' };

describeWithZeebe88('the order desk on Zeebe 8.8', ({ address, restAddress, recordsFile }) => {
	let engine: ProcessEngine;
	let records: ExportedRecords;
	let desk: OrderDesk;

	beforeEach(async () => {
		[engine, desk] = await Promise.all([connectZeebe({ address, restAddress }), openOrderDesk()]);
		records = new ExportedRecords(recordsFile);
		await engine.deploy(desk.resources);
		await openWorkers(engine, desk.host);
	});
	afterEach(async () => {
		await engine.close();
		records.close();
		await desk.close();
	});

	const asked = (message: string) => ({ processId: 'order-desk', variables: { message } });
	const personsTask = (instanceKey: string) =>
		waitUntil('the task of a person', async () => (await records.searchUserTasks({ instanceKey }))[0]);
	const ended = (instanceKey: string) =>
		waitUntil('the end of the process', async () => {
			const { state, variables } = await records.findInstance(instanceKey);
			return state === 'COMPLETED' ? variables : undefined;
		});

	test('a request and a decision run at the same time, and the agent answers with both', async () => {
		desk.model.script([callsOf(['get_order', { order: 'A-1001' }], ['get_voucher', { days: 3 }]), { text: 'A-1001 is on its way.' }]);
		const { variables } = await engine.startAndAwait(asked('Where is A-1001? It is three days late.'), 60_000);
		expect(variables).toMatchObject({ outcome: 'reply', reply: 'A-1001 is on its way.', agentState: null });
		const [order, voucher] = readResults(desk.model);
		expect(JSON.parse(order!)).toMatchObject({ order: 'A-1001', total: 29.9 });
		expect(voucher).toBe('5');
	});

	test.each([
		[{ approved: true }, '{"order":"A-1002","refunded":349.9}', [{ amount: 349.9, reason: 'It arrived broken.' }]],
		[{ approved: false, comment: 'It is another grinder.' }, '{"approved":false,"comment":"It is another grinder."}', []],
	])('a refund waits for a person: %j', async (decision, result, refunds) => {
		desk.model.script([callsOf(['refund_order', refund]), { text: 'That is settled.' }]);
		const { instanceKey } = await engine.start(asked('My grinder A-1002 arrived broken.'));
		const task = await personsTask(instanceKey);
		expect(task.elementId).toBe('refund_order');
		expect(desk.shop.asked).toEqual([]);
		await engine.completeUserTask(task.key, decision);
		expect(await ended(instanceKey)).toMatchObject({ outcome: 'reply', reply: 'That is settled.' });
		expect(readResults(desk.model)).toEqual([result]);
		expect(desk.shop.orders.get('A-1002')!.refunds).toEqual(refunds);
	});
});

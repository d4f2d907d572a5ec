import { join } from 'node:path';
import { runProcessTests } from '../../cli/process/test-run';
import { testTerminal } from '../../test/support/test-terminal';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';
import { openWorkers } from '../../engine-adapter/workers/open-workers';
import { openGate } from '../../test/fakes/permissive-gate';
import { callsOf, openOrderDesk, type OrderDesk, readResults } from '../../test/support/order-desk';
import { slowTest } from '../../test/support/slow-tests';
import { waitUntil } from '../../test/support/wait-until';

let engine: EmbeddedEngine;
let desk: OrderDesk;
beforeEach(async () => {
	[engine, desk] = await Promise.all([openEmbeddedEngine({ file: ':memory:', zeebeVersion: '8.8' }), openOrderDesk()]);
	await engine.deploy(desk.resources);
	await openWorkers(engine, desk.host);
});
afterEach(async () => {
	await engine.close();
	await desk.close();
});

const run = (message: string) => engine.startAndAwait({ processId: 'order-desk', variables: { message } }, 60_000);
const personsTask = () => waitUntil('the task of a person', async () => (await engine.searchUserTasks({}))[0], { everyMs: 1 });
const refund = { order: 'A-1002', amount: 349.9, reason: 'It arrived broken.' };

test('elements are tools: a request and a decision run at the same time, and the agent answers with both', async () => {
	desk.model.script([callsOf(['get_order', { order: 'A-1001' }], ['get_voucher', { days: 3 }]), { text: 'A-1001 is on its way.' }]);
	const { variables } = await run('Where is A-1001? It is three days late.');
	expect(variables).toMatchObject({ outcome: 'reply', reply: 'A-1001 is on its way.', agentState: null });
	const [order, voucher] = readResults(desk.model);
	expect(JSON.parse(order!)).toMatchObject({ order: 'A-1001', total: 29.9 });
	expect(voucher).toBe('5');
	const { tools } = desk.model.calls[0]!.body as { tools: Array<{ function: { name: string } }> };
	expect(tools.map(({ function: { name } }) => name).sort()).toEqual(['ask_warehouse', 'get_order', 'get_voucher', 'refund_order']);
});

test('a number that no order has is a result, and one that cannot be a number starts nothing', async () => {
	desk.model.script([
		callsOf(['get_order', { order: 'A-9999' }]),
		callsOf(['get_order', { order: '../admin' }]),
		{ text: 'There is no such order.' },
	]);
	expect((await run('Where is my order?')).variables).toMatchObject({ reply: 'There is no such order.' });
	expect(readResults(desk.model)[0]).toContain('order');
	const told = desk.model.calls[1]!.body as { messages: Array<{ content: string }> };
	expect(told.messages.at(-1)!.content).toBe('No order has this number.');
});

test('a refund is paid once, after a person approved it', async () => {
	desk.model.script([callsOf(['refund_order', refund]), { text: 'Your 349.90 are on their way.' }]);
	const awaited = run('My grinder A-1002 arrived broken.');
	const task = await personsTask();
	expect(task).toMatchObject({ elementId: 'refund_order', variables: refund });
	expect(desk.shop.asked).toEqual([]);
	await engine.completeUserTask(task.key, { approved: true });
	expect((await awaited).variables).toMatchObject({ outcome: 'reply', reply: 'Your 349.90 are on their way.' });
	expect(desk.shop.orders.get('A-1002')!.refunds).toEqual([{ amount: 349.9, reason: 'It arrived broken.' }]);
});

test('a refund that a person declines is not paid, and the agent is told why', async () => {
	desk.model.script([callsOf(['refund_order', refund]), { text: 'We could not grant the refund.' }]);
	const awaited = run('My grinder A-1002 arrived broken.');
	await engine.completeUserTask((await personsTask()).key, { approved: false, comment: 'The photo shows another grinder.' });
	expect((await awaited).variables).toMatchObject({ reply: 'We could not grant the refund.' });
	expect(desk.shop.asked).toEqual([]);
	expect(readResults(desk.model)).toEqual(['{"approved":false,"comment":"The photo shows another grinder."}']);
});

test('two refunds that wait at the same time have separate results', async () => {
	desk.model.script([
		callsOf(['refund_order', { ...refund, order: 'A-1001', amount: 9 }], ['refund_order', refund]),
		{ text: 'One was refunded.' },
	]);
	const awaited = run('Refund A-1001 and A-1002.');
	const tasks = await waitUntil('both tasks', async () => {
		const waiting = await engine.searchUserTasks({});
		return waiting.length === 2 ? waiting : undefined;
	});
	for (const { key, variables } of tasks) await engine.completeUserTask(key, { approved: variables.order === 'A-1001' });
	expect((await awaited).variables).toMatchObject({ reply: 'One was refunded.' });
	expect(readResults(desk.model)).toEqual(['{"order":"A-1001","refunded":9}', '{"approved":false,"comment":null}']);
});

test('the cases of the example hold, and reach every element and flow', async () => {
	const terminal = testTerminal();
	const open = async () => ({ gate: openGate(), agentFolders: [], providers: {} });
	expect(await runProcessTests([join(__dirname)], { minCoverage: 100 }, terminal, open)).toBe(0);
});

slowTest('the model has no mistake that a linter knows', async () => {
	const findings = await lintDeployment(desk.resources, {});
	// A form is what Tasklist shows; whoever completes a task over the API needs none.
	expect(findings.filter(({ rule }) => rule !== 'camunda-compat/user-task-definition')).toEqual([]);
});

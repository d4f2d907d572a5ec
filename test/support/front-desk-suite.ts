/** The process examples/front-desk, with a team that waits, on any engine. */
import type { ApprovalTerms } from '../../core/tools/definition/rules';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Variables } from '../../engine-adapter/engine/variables';
import type { Worker } from '../../engine-adapter/engine/workers';
import { openWorkers } from '../../engine-adapter/workers/open-workers';
import type { Host } from '../../providers/compose/hosts/host';
import { openNotices } from '../../providers/compose/state/host-runs';
import { type FrontDesk, type FrontDeskChanges, frontDeskMessage, frontDeskProcess, openFrontDesk } from './front-desk';
import { waitUntil } from './wait-until';
import { slowTest } from './slow-tests';

export interface SuiteEngine {
	engine: ProcessEngine;
	/** Sees what happens in it; of Zeebe 8.6, its log does. */
	observer: Pick<ProcessEngine, 'searchUserTasks' | 'findInstance'>;
	close(): Promise<void>;
}

const soon: ApprovalTerms = { approver: 'refunds desk', timeoutMs: 1_000, whenTimedOut: 'decline' };

export function testFrontDeskProcess(open: () => Promise<SuiteEngine>): void {
	let target: SuiteEngine;
	let desk: FrontDesk | undefined;
	let workers: Worker[];

	beforeEach(async () => {
		workers = [];
		target = await open();
		await target.engine.deploy([frontDeskProcess]);
	});
	afterEach(async () => {
		await Promise.all(workers.map((worker) => worker.close()));
		await target.close();
		await desk?.close();
	});

	async function serve(changes: FrontDeskChanges = {}, host: Partial<Host> = {}): Promise<FrontDesk> {
		desk = await openFrontDesk(0, changes);
		await work(host);
		return desk;
	}
	const work = async (host: Partial<Host> = {}) => void workers.push(await openWorkers(target.engine, { ...desk!.host, ...host }));
	const start = async () => (await target.engine.start({ processId: 'front-desk', variables: { message: frontDeskMessage } })).instanceKey;
	const waits = (instanceKey: string) =>
		waitUntil('the task of a person', async () => (await target.observer.searchUserTasks({ instanceKey }))[0]);
	const read = async (instanceKey: string) => (await target.observer.findInstance(instanceKey)).variables;
	const ends = (instanceKey: string) =>
		waitUntil('the end of the process', async (): Promise<Variables | undefined> => {
			const { state, variables } = await target.observer.findInstance(instanceKey);
			return state === 'COMPLETED' ? variables : undefined;
		});
	const refunds = () => desk!.shop.orders.get('A-1002')!.refunds;

	test('a person decides in a user task on what a called agent waits for, and the team goes on in another worker', async () => {
		await serve();
		const key = await start();
		const task = await waits(key);
		expect(task.elementId).toBe('decide');
		expect(await read(key)).toMatchObject({
			...{ outcome: 'needs-human', reason: 'approval' },
			pending: [{ agent: 'refund-clerk', tool: 'refund_order', approver: 'refunds desk' }],
		});
		await workers.pop()!.close();
		await work();
		await target.engine.completeUserTask(task.key, { approved: true });
		expect(await ends(key)).toMatchObject({
			outcome: 'reply',
			agentState: null,
			agent: { id: 'front-desk', team: [{ agent: { id: 'support' } }, { agent: { id: 'refund-clerk' }, usage: { toolCalls: 2 } }] },
		});
		expect(refunds()).toHaveLength(1);
	});

	test('a message decides, such as from a workflow that asks in a chat', async () => {
		await serve();
		const key = await start();
		await waits(key);
		const { agentState } = await read(key);
		const message = { name: 'front-desk-decision', correlationKey: (agentState as { runId: string }).runId, timeToLiveMs: 60_000 };
		await target.engine.publishMessage({ ...message, variables: { approved: false, comment: 'Ask for a photo first.' } });
		expect(await ends(key)).toMatchObject({ outcome: 'reply' });
		expect(refunds()).toEqual([]);
		expect(JSON.stringify(desk!.model.calls.at(-2)!.body)).toContain('Ask for a photo first.');
	});

	slowTest('when the time is over, the next approver is asked, and then the call is declined, without anybody', async () => {
		await serve({ approval: { ...soon, escalateTo: [{ approver: 'head of support' }] } });
		const key = await start();
		expect(await ends(key)).toMatchObject({ outcome: 'reply', agentState: null, decisions: null });
		const notices = await (await openNotices(desk!.host)).read('default', 0, 100);
		const waited = notices.filter(({ kind }) => kind === 'waiting').flatMap(({ pending }) => pending);
		expect(waited.map(({ approver }) => approver)).toEqual(['refunds desk', 'head of support']);
		expect(refunds()).toEqual([]);
		expect(JSON.stringify(desk!.model.calls.at(-2)!.body)).toContain('Nobody decided in time.');
	});

	slowTest('when the time is over, the call is approved, if the agent says so', async () => {
		await serve({ approval: { ...soon, whenTimedOut: 'approve' } }, { approvals: { silence: 'approve' } });
		expect(await ends(await start())).toMatchObject({ outcome: 'reply' });
		expect(refunds()).toHaveLength(1);
	});

	test.each([
		['a budget of the first agent', 'budget', {}, { budgets: [{ name: 'desk', agent: 'front-desk', per: 'day' as const, calls: 2 }] }],
		['a limit of the first agent', 'model-calls', { limits: { modelCalls: 3, softStop: false } }, {}],
	])('%s covers the whole team, and a person answers in its place', async (_what, reason, changes, host) => {
		await serve(changes, host);
		const key = await start();
		const task = await waits(key);
		expect([task.elementId, (await read(key)).reason]).toEqual(['person', reason]);
		expect(refunds()).toEqual([]);
		expect(desk!.model.calls.length).toBeLessThanOrEqual(3);
		await target.engine.completeUserTask(task.key, { reply: 'I look at it.' });
		expect(await ends(key)).toMatchObject({ reply: 'I look at it.' });
	});
}

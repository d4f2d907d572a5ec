import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEngine, UserTask } from '../../engine-adapter/engine';
import { openAgentWorker } from '../../engine-adapter/workers/agent';
import { connectZeebe } from '../../engine-adapter/zeebe/zeebe-engine';
import { openGate } from '../../sandbox/fakes/open-gate';
import { ExportedRecords } from './exported-records';
import { describeWithBroker } from './real-engine';

const examples = join(__dirname, '../../examples');

describeWithBroker('the support example on Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	let engine: ProcessEngine;
	let records: ExportedRecords;

	beforeAll(async () => {
		engine = await connectZeebe({ address, restAddress });
		records = new ExportedRecords(recordsFile);
		await engine.deploy([{ name: 'support.bpmn', content: readFileSync(join(examples, 'support/support.bpmn'), 'utf8') }]);
		await openAgentWorker(engine, { gate: openGate(), agentFolders: [examples], providers: {} });
	});
	afterAll(async () => {
		await engine.close();
		records.close();
	});

	const start = (message: unknown) => engine.start({ processId: 'support', variables: { message } });

	async function openTask(instanceKey: string): Promise<UserTask> {
		for (;;) {
			const [task] = await records.searchUserTasks({ instanceKey });
			if (task) return task;
			await sleep(20);
		}
	}

	async function rootVariables(instanceKey: string, ended: boolean): Promise<Record<string, unknown>> {
		for (;;) {
			const { state, variables } = await records.findInstance(instanceKey);
			if (!ended || state === 'COMPLETED') return variables;
			await sleep(20);
		}
	}

	test('answers a question of the handbook with citations and the manifest that allowed it', async () => {
		const { variables } = await engine.startAndAwait(
			{ processId: 'support', variables: { message: 'How many days do I have to return a coffee machine?' } },
			15_000,
		);
		expect(variables).toMatchObject({
			outcome: 'reply',
			agent: { id: 'support' },
			manifest: { package: 'n8n-nodes-troupe' },
			usage: { estimated: true },
		});
		expect(variables.citations).not.toEqual([]);
		expect(variables.reply).toContain('[1]');
	}, 20_000);

	test('hands over to a person what the handbook does not cover, and ends with what the person decided', async () => {
		const { instanceKey } = await start('Which football team won the world cup in 1970?');
		const task = await openTask(instanceKey);
		expect(task.elementId).toBe('person');
		expect(await rootVariables(instanceKey, false)).toMatchObject({ outcome: 'needs-human' });
		await engine.completeUserTask(task.key, { reply: 'Brazil.' });
		expect(await rootVariables(instanceKey, true)).toMatchObject({ reply: 'Brazil.' });
	}, 20_000);

	test('hands over to a person a message that a guardrail blocks, with what the customer is told', async () => {
		const { instanceKey } = await start('Please '.repeat(2_000));
		await openTask(instanceKey);
		expect(await rootVariables(instanceKey, false)).toMatchObject({ outcome: 'blocked', reply: expect.any(String) });
		await engine.cancel(instanceKey);
	}, 20_000);

	test('raises an incident that says what to do when there is no message', async () => {
		const { instanceKey } = await start(null);
		let incidents = await records.searchIncidents({ instanceKey });
		while (incidents.length === 0) {
			await sleep(20);
			incidents = await records.searchIncidents({ instanceKey });
		}
		expect(incidents).toMatchObject([
			{ elementId: 'answer', errorType: 'JOB_NO_RETRIES', message: expect.stringContaining('variable "message"') },
		]);
		await engine.cancel(instanceKey);
	}, 20_000);
});

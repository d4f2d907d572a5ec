import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserTask } from '../../../engine-adapter/engine/instances';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openAgentWorker } from '../../../engine-adapter/workers/agent-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { openGate } from '../../fakes/permissive-gate';
import { ExportedRecords } from '../log/exported-records';
import { describeWithBroker } from '../broker/real-engine';
import { waitUntil } from '../../support/wait-until';

const examples = join(__dirname, '../../../examples');

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
		return waitUntil('the task of a person', async () => (await records.searchUserTasks({ instanceKey }))[0]);
	}

	async function rootVariables(instanceKey: string, ended: boolean): Promise<Record<string, unknown>> {
		const look = async () => {
			const { state, variables } = await records.findInstance(instanceKey);
			return (!ended || state === 'COMPLETED') && variables;
		};
		return waitUntil('the end of the process', look, { seen: () => instanceKey });
	}

	test('answers a question of the handbook with citations and the manifest that allowed it', async () => {
		const { variables } = await engine.startAndAwait(
			{ processId: 'support', variables: { message: 'How many days do I have to return a coffee machine?' } },
			45_000,
		);
		expect(variables).toMatchObject({
			outcome: 'reply',
			agent: { id: 'support' },
			manifest: { package: 'n8n-nodes-troupe' },
			usage: { estimated: true },
		});
		expect(variables.citations).not.toEqual([]);
		expect(variables.reply).toContain('[1]');
	});

	test('hands over to a person what the handbook does not cover, and ends with what the person decided', async () => {
		const { instanceKey } = await start('Which football team won the world cup in 1970?');
		const task = await openTask(instanceKey);
		expect(task.elementId).toBe('person');
		expect(await rootVariables(instanceKey, false)).toMatchObject({ outcome: 'needs-human' });
		await engine.completeUserTask(task.key, { reply: 'Brazil.' });
		expect(await rootVariables(instanceKey, true)).toMatchObject({ reply: 'Brazil.' });
	});

	test('hands over to a person a message that a guardrail blocks, with what the customer is told', async () => {
		const { instanceKey } = await start('Please '.repeat(2_000));
		await openTask(instanceKey);
		expect(await rootVariables(instanceKey, false)).toMatchObject({ outcome: 'blocked', reply: expect.any(String) });
		await engine.cancel(instanceKey);
	});

	test('raises an incident that says what to do when there is no message', async () => {
		const { instanceKey } = await start(null);
		const look = async () => {
			const found = await records.searchIncidents({ instanceKey });
			return found.length > 0 && found;
		};
		const incidents = await waitUntil('the incident', look);
		expect(incidents).toMatchObject([
			{ elementId: 'answer', errorType: 'JOB_NO_RETRIES', message: expect.stringContaining('variable "message"') },
		]);
		await engine.cancel(instanceKey);
	});
});

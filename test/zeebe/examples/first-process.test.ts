import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openWorkers } from '../../../engine-adapter/workers/open-workers';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate, openNodeGate } from '../../fakes/permissive-gate';
import installN8n from '../../nodes/install-n8n.mjs';
import { waitUntil } from '../../support/wait-until';
import { describeWithBroker } from '../broker/real-engine';
import { ExportedRecords } from '../log/exported-records';

const examples = join(__dirname, '../../../examples');
const files = ['refund.bpmn', 'who-decides.dmn', 'approve-refund.form'];
const variables = { customer: 'Ana ', message: 'How long do I have to return a coffee machine?' };

/** The last step of docs/processes/first-process.md. */
describeWithBroker('the first process on Zeebe 8.6.0', ({ address, restAddress, recordsFile }) => {
	let engine: ProcessEngine;
	let records: ExportedRecords;
	beforeAll(() => installN8n(), 30 * 60_000);
	beforeAll(async () => {
		engine = await connectZeebe({ address, restAddress });
		records = new ExportedRecords(recordsFile);
		await engine.deploy(files.map((name) => ({ name, content: readFileSync(join(examples, 'first-process', name), 'utf8') })));
		await openWorkers(engine, { gate: openGate(), nodeGate: openNodeGate(), agentFolders: [examples], providers: {} });
	});
	afterAll(async () => {
		await engine.close();
		records.close();
		await closeOpened();
	});

	test('a small refund ends without a person', async () => {
		const result = await engine.startAndAwait({ processId: 'refund-request', variables: { ...variables, amount: '20' } }, 100_000);
		expect(result.variables).toMatchObject({ order: { amount: 20, customer: 'Ana' }, decider: 'nobody', outcome: 'reply' });
	});

	test('a large refund waits for a person, who fills in the form', async () => {
		const { instanceKey } = await engine.start({ processId: 'refund-request', variables: { ...variables, amount: '250' } });
		const task = await waitUntil('the task of a person', async () => (await records.searchUserTasks({ instanceKey }))[0]);
		expect(task.elementId).toBe('approve');
		await engine.completeUserTask(task.key, { approved: true, reason: 'Within 30 days' });
		const ended = await waitUntil('the end of the process', async () => {
			const instance = await records.findInstance(instanceKey);
			return instance.state === 'COMPLETED' ? instance.variables : undefined;
		});
		expect(ended).toMatchObject({ decider: 'person', approved: true });
	});
});

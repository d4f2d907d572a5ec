import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openWorkers } from '../../../engine-adapter/workers/open-workers';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { closeKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { openGate } from '../../fakes/permissive-gate';
import { describeWithBroker } from '../broker/real-engine';

const resource = { name: 'questions.bpmn', content: readFileSync(join(__dirname, '../../../examples/knowledge/questions.bpmn'), 'utf8') };
const handbook = { id: 'handbook', title: 'Handbook', text: 'A grinder has a warranty of two years.' };

describeWithBroker('the example of knowledge on Zeebe 8.6.0', ({ address, restAddress }) => {
	let engine: ProcessEngine;
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-questions-zeebe-'));
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder };

	beforeAll(async () => {
		engine = await connectZeebe({ address, restAddress });
		await engine.deploy([resource]);
		await openWorkers(engine, host);
	});
	afterAll(async () => {
		await engine?.close();
		await closeKnowledge(host);
		rmSync(stateFolder, { recursive: true, force: true });
	});

	test('files a document once, finds its passage and remembers the answer', async () => {
		const message = 'How long is the warranty of a grinder?';
		const ask = () => engine.startAndAwait({ processId: 'questions', variables: { message, document: handbook, customer: 'ana' } }, 45_000);
		expect((await ask()).variables).toMatchObject({
			ingestion: { collection: 'handbook', added: 1, failed: 0 },
			passages: [{ documentId: 'handbook', start: 0 }],
			reply: handbook.text,
		});
		expect((await ask()).variables).toMatchObject({ ingestion: { added: 0, unchanged: 1 } });
	});
});

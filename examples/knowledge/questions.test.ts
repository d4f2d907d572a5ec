import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';
import { openWorkers } from '../../engine-adapter/workers/open-workers';
import { closeKnowledge } from '../../providers/compose/knowledge/knowledge';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { openGate } from '../../test/fakes/permissive-gate';
import { slowTest } from '../../test/support/slow-tests';

const resource = { name: 'questions.bpmn', content: readFileSync(join(__dirname, 'questions.bpmn'), 'utf8') };
const handbook = { id: 'handbook', title: 'Handbook', text: 'A grinder has a warranty of two years.\n\nParcels come by mail.' };

let engine: EmbeddedEngine;
let host: Parameters<typeof openWorkers>[1];
beforeEach(async () => {
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-questions-'));
	host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder };
	engine = await openEmbeddedEngine({ file: ':memory:' });
	await engine.deploy([resource]);
	await openWorkers(engine, host);
});
afterEach(async () => {
	await engine.close();
	await closeKnowledge(host);
	rmSync(host.stateFolder!, { recursive: true, force: true });
});

async function personsTask() {
	for (;;) {
		const [task] = await engine.searchUserTasks({});
		if (task) return task;
		await new Promise((resolve) => setImmediate(resolve));
	}
}
const ask = (message: string, document: object = handbook) =>
	engine.startAndAwait({ processId: 'questions', variables: { message, document, customer: 'ana' } }, 60_000);

slowTest('the model has no mistake that a linter knows', async () => {
	for (const target of ['8.6', '8.8'] as const) {
		const findings = await lintDeployment([resource], { target });
		expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
	}
});

test('a question is answered from the document, which is filed once, and the answer is remembered', async () => {
	const { variables } = await ask('How long is the warranty of a grinder?');
	expect(variables).toMatchObject({
		ingestion: { added: 1, failed: 0 },
		passages: [{ documentId: 'handbook', title: 'Handbook' }],
		reply: expect.stringContaining('two years') as string,
	});
	expect((await ask('How do parcels come?')).variables).toMatchObject({ ingestion: { added: 0, unchanged: 1 } });
	expect(await runMemoryTask({ operation: 'export', person: 'ana' }, host, new AbortController().signal)).toMatchObject({
		conversations: expect.arrayContaining([
			expect.objectContaining({ turns: [expect.objectContaining({ message: 'How do parcels come?' })] }),
		]) as unknown,
	});
});

slowTest.each([
	['what no passage answers', 'Zebra?', handbook],
	['a document that cannot be read', 'Warranty?', { base64: Buffer.from('PK\u0003\u0004zip').toString('base64'), name: 'a.zip' }],
])('%s goes to a person', async (_what, message, document) => {
	const ended = ask(message, document);
	const task = await personsTask();
	expect(task.elementId).toBe('person');
	await engine.completeUserTask(task.key, { reply: 'Two years.' });
	expect((await ended).variables).toMatchObject({ reply: 'Two years.' });
});

/** On a real Zeebe, which tells nobody's rights, a job searches as its signed variable says, and as nobody for any other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openRetrieveWorker } from '../../../engine-adapter/workers/knowledge/retrieve-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { closeKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { runKnowledgeTask } from '../../../providers/compose/knowledge/knowledge-task';
import { signAsker } from '../../../providers/compose/knowledge/signed-asker';
import { openGate } from '../../fakes/permissive-gate';
import { describeWithBroker } from '../broker/real-engine';

const { signal } = new AbortController();

describeWithBroker('readers on Zeebe 8.6.0', ({ address, restAddress }) => {
	const host = {
		...{ gate: openGate(), agentFolders: [], providers: {} },
		stateFolder: mkdtempSync(join(tmpdir(), 'troupe-readers-zeebe-')),
	};
	let engine: ProcessEngine;
	beforeAll(async () => {
		engine = await connectZeebe({ address, restAddress });
		const documents = [
			{ id: 'open', text: 'The bonus is paid in March.' },
			{ id: 'closed', text: 'The bonus of the director is ten thousand.', metadata: { readers: ['group:board'] } },
		];
		await runKnowledgeTask({ operation: 'ingest', collection: 'house', documents }, host, signal);
		await openRetrieveWorker(engine, host);
		const find = serviceTask('find', { type: 'troupe:retrieve', headers: { collection: 'house' }, retries: 1 });
		await engine.deploy([processModel('find-bonus', [startEvent(), find, endEvent(), ...chain('start', 'find', 'end')])]);
	}, 120_000);
	afterAll(async () => {
		await engine?.close();
		await closeKnowledge(host);
		rmSync(host.stateFolder, { recursive: true, force: true });
	});
	const find = async (more: object, timeoutMs = 60_000) => {
		const variables = { question: 'bonus of the director', ...more };
		const { variables: found } = await engine.startAndAwait({ processId: 'find-bonus', variables }, timeoutMs);
		return (found['passages'] as Array<{ documentId: string }>).map(({ documentId }) => documentId).sort();
	};

	it('believes no variable but a signed one', async () => {
		expect(await find({ personId: 'director', personGroups: ['board'] })).toEqual(['open']);
		const asker = await signAsker(host, ['group:board'], { conversation: 'c1' });
		expect(await find({ asker, conversationId: 'c1' })).toEqual(['closed', 'open']);
	}, 120_000);

	it('fails the job with a variable that nobody signed, or of another conversation', async () => {
		const copied = await signAsker(host, ['group:board'], { conversation: 'c1' });
		for (const asker of ['group:board', copied]) await expect(find({ asker, conversationId: 'c2' }, 8_000)).rejects.toBeDefined();
	}, 120_000);
});

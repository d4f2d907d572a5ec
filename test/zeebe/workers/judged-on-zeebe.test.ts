import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { openAgentWorker } from '../../../engine-adapter/workers/agent-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import type { Host } from '../../../providers/compose/hosts/host';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate } from '../../fakes/permissive-gate';
import { describeWithBroker } from '../broker/real-engine';
import { judgedAgent, plantedData, plantedMessage, startJudgingModel } from '../../support/judging-model';
import { waitUntil } from '../../support/wait-until';
import { composeQualityStore } from '../../../providers/compose/evaluation/quality-store';

const process = processModel('judged', [
	startEvent(),
	serviceTask('answer', { type: 'troupe:agent', headers: { agent: 'clerk' } }),
	endEvent(),
	...chain('start', 'answer', 'end'),
]);

describeWithBroker('continuous judging on Zeebe 8.6.0', ({ address, restAddress }) => {
	test('jobs are judged beside the process, which does not wait, and the judge gets no personal data', async () => {
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-judged-'));
		writeFileSync(join(stateFolder, 'clerk.json'), JSON.stringify(judgedAgent()));
		const model = await startJudgingModel();
		const engine = await connectZeebe({ address, restAddress });
		const host: Host = {
			...{ name: 'worker', gate: openGate(), agentFolders: [stateFolder], stateFolder, unlistedAgents: 'allow', environment: {} },
			providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
		};
		const worker = await openAgentWorker(engine, host);
		try {
			await engine.deploy([process]);
			const ask = (conversationId: string) =>
				engine.startAndAwait({ processId: 'judged', variables: { message: plantedMessage, conversationId } }, 90_000);
			for (const conversation of ['c1', 'c2', 'c3']) {
				const { variables } = await ask(conversation);
				expect(variables).toMatchObject({ outcome: 'reply', reply: expect.stringMatching(plantedData) });
				// What a judge says is not part of the process.
				expect(JSON.stringify(variables)).not.toContain('So it is.');
			}
			const readHistory = async () => (await composeQualityStore(host))!.history('default', 'clerk', 1);
			await waitUntil('the judgements', async () => (await readHistory()).days[0]?.judgedPassed === 3, {
				seen: readHistory,
				forMs: 60_000,
			});
			expect(await readHistory()).toMatchObject({ waiting: 0, days: [{ version: '1.0.0', succeeded: 3, judgedPassed: 3 }] });
			expect(model.judged()).toHaveLength(3);
			expect(model.judged().join('\n')).not.toMatch(plantedData);
		} finally {
			await worker.close();
			await engine.close();
			await model.close();
			await closeOpened();
		}
		expect(readFileSync(join(stateFolder, 'state.db'), 'latin1')).not.toMatch(plantedData);
		rmSync(stateFolder, { recursive: true });
	});
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEvalWorker } from '../../../engine-adapter/workers/evaluation/eval-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { openGate } from '../../fakes/permissive-gate';
import { describeWithBroker } from '../broker/real-engine';

const examples = join(__dirname, '../../../examples');
const files = ['release.bpmn', 'release-decision.form'].map((name) => ({
	name,
	content: readFileSync(join(examples, 'release-gate', name), 'utf8'),
}));

describeWithBroker('the gate of a release on Zeebe 8.6.0', ({ address, restAddress }) => {
	test('catches that too few cases pass, with figures and failures', async () => {
		const engine = await connectZeebe({ address, restAddress });
		const worker = await openEvalWorker(engine, { gate: openGate(), agentFolders: [examples], providers: {} });
		try {
			await engine.deploy(files);
			const start = { processId: 'release-gate', variables: { agent: 'order-desk', version: null } };
			const { variables } = await engine.startAndAwait(start, 90_000);
			expect(variables).toMatchObject({ passed: false, evaluation: { cases: 4, threshold: 1 } });
			expect(variables['failures']).not.toEqual([]);
		} finally {
			await worker.close();
			await engine.close();
		}
	});
});

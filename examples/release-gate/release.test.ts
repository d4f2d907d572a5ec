import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';
import { openEvalWorker } from '../../engine-adapter/workers/evaluation/eval-worker';
import { runProcessTests } from '../../cli/process/test-run';
import { testTerminal } from '../../test/support/test-terminal';
import { openGate } from '../../test/fakes/permissive-gate';
import { waitUntil } from '../../test/support/wait-until';

const files = ['release.bpmn', 'release-decision.form'].map((name) => ({ name, content: readFileSync(join(__dirname, name), 'utf8') }));
const host = { gate: openGate(), agentFolders: [join(__dirname, '..')], providers: {} };

test('the process has no mistake that a linter knows, and passes its cases', async () => {
	expect(await lintDeployment(files, { target: '8.6' })).toEqual([]);
	const terminal = testTerminal();
	const code = await runProcessTests([__dirname], {}, terminal, async () => host);
	expect([code, terminal.printed.join('\n')]).toEqual([0, expect.stringContaining('2 passed')]);
});

test('the agent of the package passes its set, and another agent does not', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const worker = await openEvalWorker(engine, host);
	try {
		await engine.deploy(files);
		const good = await engine.start({ processId: 'release-gate', variables: { agent: 'support', version: null } });
		await waitUntil('the task of operations', async () => (await engine.findInstance(good.instanceKey)).variables?.['passed'] === true);
		const bad = await engine.startAndAwait({ processId: 'release-gate', variables: { agent: 'order-desk', version: null } }, 60_000);
		expect(bad.variables).toMatchObject({ passed: false, evaluation: { cases: 4 } });
	} finally {
		await worker.close();
		await engine.close();
	}
});

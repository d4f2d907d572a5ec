import { openGate } from '../../test/fakes/permissive-gate';
import { testTerminal } from '../../test/support/test-terminal';
import { runEvalRun } from './run-run';

test('the example set passes without a key', async () => {
	const terminal = testTerminal();
	const host = async () => ({ gate: openGate(), agentFolders: [], providers: {} });
	const code = await runEvalRun('examples/support/support.eval.yaml', { concurrency: 4 }, terminal, host);
	expect([code, terminal.printed.join('\n')]).toEqual([0, expect.stringContaining('4 passed, 4 total')]);
});

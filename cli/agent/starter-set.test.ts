import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate } from '../../test/fakes/permissive-gate';
import { runEvalRun } from '../eval/run-run';
import { testTerminal } from '../../test/support/test-terminal';
import { runAgentNew } from './agent-new-run';
import { agentTemplateNames } from './templates';

test.each(agentTemplateNames)('the set beside a new agent from the template %s passes offline, by its name', async (template) => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-starter-'));
	try {
		expect(await runAgentNew({ id: 'mine', template, into: folder }, testTerminal())).toBe(0);
		const host = async () => ({ gate: openGate(), agentFolders: [folder], providers: {} });
		const terminal = testTerminal();
		const code = await runEvalRun('mine', { concurrency: 2 }, terminal, host);
		expect([code, terminal.printed.join('\n')]).toEqual([0, expect.stringContaining('2 passed, 2 total')]);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgentRun } from '../../cli/agent/agent-run';
import { createShellOpener } from '../../sandbox/computer/computer-openers';
import { testTerminal } from '../../test/support/test-terminal';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { slowTest } from '../../test/support/slow-tests';

const usage = { input: 10, output: 5 };
const command = `tail -qn +2 may.csv june.csv | awk -F, '{ sum[$2] += $3 } END { for (who in sum) printf "%s,%.2f\\n", who, sum[who] }' | sort -t, -k2 -rn | tee totals.csv`;

slowTest(
	'the clerk adds up two lists, and a person gets the new one',
	async () => {
		const home = mkdtempSync(join(tmpdir(), 'troupe-list-clerk-'));
		const model = await startOpenAiServer({
			respond: ({ messages }) => {
				const last = messages.at(-1)!;
				if (last.role === 'tool') return { text: String(last.content), usage };
				return { text: '', calls: [{ name: 'shell', input: { operation: 'run', command } }], usage };
			},
		});
		const terminal = testTerminal({ TROUPE_HOME: home });
		const options = { agent: join(__dirname, 'agent.json'), message: 'Who bought for how much?', conversation: 'c', json: true };
		await runAgentRun({ ...options, keepChanges: join(home, 'answers') }, terminal, async () => ({
			...{ gate: openGate(), agentFolders: [], allowPrivateNetworks: true, stateFolder: home, openShell: createShellOpener(home) },
			providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
		}));
		const { reply, sandbox } = JSON.parse(terminal.printed.join('\n')) as AgentOutcome;
		expect(reply).toContain('exit code 0');
		expect(sandbox).toMatchObject([{ tool: 'shell', exitCode: 0, files: [{ path: 'totals.csv', change: 'created' }] }]);
		const totals = readFileSync(join(home, 'answers/list-clerk/shell/totals.csv'), 'utf8');
		expect(totals).toBe('Carla Dias,311.90\nEva Prado,310.40\nAna Lima,214.10\nBruno Reis,39.50\nDavi Melo,18.75\n');
		await model.close();
		rmSync(home, { recursive: true, force: true });
	},
	300_000,
);

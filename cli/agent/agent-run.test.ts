import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { openGate } from '../../test/fakes/permissive-gate';
import { testTerminal } from '../../test/support/test-terminal';
import { runAgentRun } from './agent-run';
import { TroupeError } from '../../core/base/errors';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { slowTest } from '../../test/support/slow-tests';

let gate: ReturnType<typeof openGate>;
beforeEach(() => (gate = openGate()));
const host = async () => ({ gate, agentFolders: [], providers: {} });
const ask = { agent: 'support', conversation: 'test', message: 'Qual é o prazo para devolver um produto?' };

slowTest('answers from the handbook, with its citations, usage and the manifest that allowed it', async () => {
	const terminal = testTerminal();
	expect(await runAgentRun(ask, terminal, host)).toBe(0);
	const printed = terminal.printed.join('\n');
	expect(printed).toMatch(/\[1\] .*\(.*\.md\)/);
	expect(printed).toContain('reply');
	expect(printed).toMatch(/extractive.*tokens.*ms/);
	expect(terminal.noted.join()).toMatch(/allowed by the manifest of n8n-nodes-troupe .*development root/);
	expect(gate.admitted).toEqual([{ kind: 'command', name: 'agent run' }, expect.objectContaining({ kind: 'agent', id: 'support' })]);
});

test('prints the whole outcome as JSON', async () => {
	const terminal = testTerminal();
	await runAgentRun({ ...ask, json: true }, terminal, host);
	const outcome = JSON.parse(terminal.printed.join('\n')) as AgentOutcome;
	expect(outcome).toMatchObject({ kind: 'reply', conversationId: 'test', agent: { id: 'support' } });
	expect(outcome.citations.length).toBeGreaterThan(0);
});

test('runs an agent whose file is named, wherever it lies', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-cli-'));
	try {
		const definition = {
			id: 'greeter',
			version: '1.0.0',
			name: 'Greeter',
			purpose: 'Greets.',
			prompt: 'Greet.',
			model: { route: [], extractive: true },
			guardrails: { personalData: { types: [], action: 'token' } },
			limits: { messageCharacters: 100, modelCalls: 1, outputTokens: 100, tokens: 1000, wallClockMs: 5000 },
		};
		writeFileSync(join(folder, 'anything.json'), JSON.stringify(definition));
		const terminal = testTerminal();
		expect(await runAgentRun({ ...ask, agent: join(folder, 'anything.json'), message: 'Hello' }, terminal, host)).toBe(0);
		expect(terminal.printed.join('\n')).toContain('needs-human');
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('says which agents there are when the one named is not', async () => {
	await expect(runAgentRun({ ...ask, agent: 'legal' }, testTerminal(), host)).rejects.toMatchObject({
		code: 'AGENT_NOT_FOUND',
		fix: expect.stringContaining('support'),
	});
});

test('ends with the refusal when the agent is revoked while it runs, though its model takes its time', async () => {
	const revoked = new AbortController();
	const watching = { ...gate, watch: () => ({ signal: revoked.signal, close: () => undefined }) };
	const model = scriptedChatModel(() => {
		setTimeout(() => revoked.abort(new TroupeError({ code: 'MANIFEST_REVOKED', message: 'support 1.0.0 was revoked.' })), 10);
		return new Promise(() => undefined);
	});
	const run = runAgentRun(ask, testTerminal(), async () => ({ ...(await host()), gate: watching, model }));
	await expect(run).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
});

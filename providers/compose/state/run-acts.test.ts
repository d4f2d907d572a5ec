import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { runAgent } from '../../../core/agents/run-agent';
import type { ReadLeaf } from '../../../core/audit/audit-query';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../../test/fakes/tool-agent';
import { withViews } from '../../../test/support/with-views';
import { composeAgent } from '../agents/agent';
import { closeOpened } from '../open-once';
import { openAudit } from './host-audit';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'troupe-run-acts-'));
});
afterEach(async () => {
	await closeOpened();
	await rm(folder, { recursive: true, force: true });
});

const definition = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Sends letters.', prompt: 'You help.', model: { extractive: false } },
	tools: { rules: [{ tool: 'send', permission: 'ask' }] },
	...{ guardrails: { personalData: { types: [] } }, limits: {} },
};
const never = new AbortController().signal;
const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
const asks = async () => ({
	text: '',
	model: 'script:model',
	usage,
	...calling(['send', { to: 'secret' }, 'p']),
	finish: 'tool-calls' as const,
});

async function agent(...steps: Parameters<typeof scriptedChatModel>) {
	const host = { gate: openGate(), agentFolders: [], providers: {}, model: scriptedChatModel(...steps), stateFolder: folder };
	return { ...(await composeAgent({ kind: 'inline', definition }, host)), tools: [fakeTool('send')] };
}

async function readEntries(): Promise<ReadLeaf[]> {
	const { store } = (await openAudit({ stateFolder: folder, database: '' }))!;
	await store.sequence('default');
	expect(await store.verify('default')).not.toHaveProperty('fault');
	const { entries } = await store.search('default', { limit: 100 });
	return entries.reverse().map(({ leaf }) => JSON.parse(leaf) as ReadLeaf);
}

it('notes a run at its end: who asked, the agent, its calls and what people decided, without a word of it', async () => {
	const request = { message: 'secret', conversationId: 'c1', runId: 'job-1', by: 'mcp:key:k1' };
	const waiting = (await runAgent(request, await agent(asks), never)) as Extract<AgentOutcome, { state: unknown }>;
	expect(await readEntries()).toEqual([]);
	const decisions = withViews(waiting.state, [{ id: 'p', kind: 'approval', approved: true }]);
	await runAgent(
		{ message: '', conversationId: '', resume: { state: waiting.state, decisions, by: 'mcp:key:k2' } },
		await agent('Sent.'),
		never,
	);
	const entries = await readEntries();
	expect(entries).toMatchObject([
		{
			...{ action: 'approval.decided', outcome: 'approved', who: { kind: 'key' } },
			object: { kind: 'tool', value: 'send', hash: expect.any(String) as string },
			details: { value: { run: 'job-1', decidedAt: expect.any(String) as string } },
		},
		{
			...{ action: 'agent.executed', outcome: 'success', who: { kind: 'key' }, object: { kind: 'agent', value: 'clerk' } },
			details: { value: { run: 'job-1', version: '1.0.0', callCount: 1, calls: [{ tool: 'send', outcome: 'ok' }] } },
		},
	]);
	expect(JSON.stringify(entries)).not.toMatch(/secret|"k[12]"|key:k[12]/);
});

it('notes a run that failed as a failure, and each attempt', async () => {
	const failing = () => Promise.reject(new Error('secret'));
	for (let attempt = 0; attempt < 2; attempt++)
		await expect(runAgent({ message: 'Hi', conversationId: 'c1', runId: 'job-1' }, await agent(failing), never)).rejects.toThrow();
	const entries = await readEntries();
	expect(entries.map(({ action, outcome, who }) => [action, outcome, who.kind])).toEqual([
		['agent.executed', 'failure', 'system'],
		['agent.executed', 'failure', 'system'],
	]);
	expect(JSON.stringify(entries)).not.toContain('secret');
});

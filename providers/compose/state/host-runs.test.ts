import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { createPlacedGuard } from '../../../core/guardrails/policy/apply-guardrails';
import { createVault } from '../../../core/guardrails/vault/create-vault';
import { signState } from '../../../core/agents/loop/run/run-state';
import { runAgent } from '../../../core/agents/run-agent';
import type { ChatModel } from '../../../core/ports/models/models';
import { TroupeError } from '../../../core/base/errors';
import { openGate } from '../../../sandbox/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../../sandbox/fakes/tool-agent';
import { composeAgent } from '../agents/agent';
import { openRuns } from './host-runs';
import { withViews } from '../../../test/support/with-views';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'troupe-runs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const definition = {
	id: 'clerk',
	version: '1.0.0',
	name: 'Clerk',
	purpose: 'Sends letters.',
	prompt: 'You help.',
	model: { extractive: false },
	tools: { rules: [{ tool: 'send', permission: 'ask' }] },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
	limits: {},
};
const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
const never = new AbortController().signal;

async function agent(model: ChatModel, changes: { stateFolder?: string; vaultKey?: string; tenant?: string } = {}) {
	const send = fakeTool('send');
	const host = { gate: openGate(), agentFolders: [], providers: {}, model, stateFolder: join(folder, 'state'), ...changes };
	return { parts: { ...(await composeAgent({ kind: 'inline', definition }, host)), tools: [send] }, send };
}

const asking = () =>
	scriptedChatModel(async ({ messages }) => ({
		...{ text: '', model: 'script:model', usage },
		...calling(['send', { to: /\[EMAIL[^\]]+\]/.exec(messages.at(-1)!.content)![0] }, 'p']),
		finish: 'tool-calls',
	}));

test('a run that waits is gone on with by another host of the same state folder, and no file holds what it is about', async () => {
	const first = await agent(asking());
	const request = { message: 'Write to ana@example.com', conversationId: 'c1', runId: 'job-1' };
	const waiting = (await runAgent(request, first.parts, never)) as Extract<AgentOutcome, { state: unknown }>;
	expect(waiting.pending).toMatchObject([{ arguments: { to: 'ana@example.com' } }]);

	const resume = {
		state: JSON.parse(JSON.stringify(waiting.state)) as unknown,
		decisions: withViews(waiting.state, [{ id: 'p', kind: 'approval', approved: true }]),
	};
	const second = await agent(scriptedChatModel('Sent.'));
	const going = { message: '', conversationId: '', runId: 'job-2', resume };
	expect(await runAgent(going, second.parts, never)).toMatchObject({ kind: 'reply', reply: 'Sent.', runId: 'job-1' });
	expect(second.send.calls).toEqual([{ to: 'ana@example.com' }]);
	// Tried again, as a job is whose completion was lost: the same end, and nothing done.
	const third = await agent(scriptedChatModel());
	expect(await runAgent(going, third.parts, never)).toMatchObject({ kind: 'reply', reply: 'Sent.' });
	await expect(runAgent({ ...going, runId: 'job-3' }, third.parts, never)).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
	expect(third.send.calls).toEqual([]);

	for (const name of await readdir(join(folder, 'state'))) {
		expect((await readFile(join(folder, 'state', name))).includes('ana@example.com')).toBe(false);
	}
});

test('a decision counts once, also where several machines have the same key', async () => {
	const vaultKey = 'ab'.repeat(32);
	const machine = (name: string, ...steps: Parameters<typeof scriptedChatModel>) =>
		agent(steps.length > 0 ? scriptedChatModel(...steps) : asking(), { stateFolder: join(folder, name), vaultKey });
	const [first, other, again] = [await machine('a'), await machine('b', 'Sent.'), await machine('a', 'Sent.')];
	const waiting = (await runAgent({ message: 'Write to ana@example.com', conversationId: 'c1' }, first.parts, never)) as Extract<
		AgentOutcome,
		{ state: unknown }
	>;
	const { state } = waiting;
	const resume = { state, decisions: withViews(state, [{ id: 'p', kind: 'approval' as const, approved: true }]) };
	const going = { message: '', conversationId: '', resume };
	await expect(runAgent(going, other.parts, never)).rejects.toMatchObject({
		code: 'RUN_FOREIGN',
		retryable: true,
		fix: expect.stringContaining('TROUPE_HOME'),
	});
	// Nobody makes it a run of the other machine.
	const moved = { ...state, store: await other.parts.runs!.identity() };
	await expect(runAgent({ ...going, resume: { ...resume, state: moved } }, other.parts, never)).rejects.toMatchObject({
		code: 'RUN_STATE_INVALID',
	});
	expect(await runAgent(going, again.parts, never)).toMatchObject({ kind: 'reply', reply: 'Sent.' });
	expect([other.send.calls, again.send.calls]).toEqual([[], [{ to: 'ana@example.com' }]]);
});

test('a state of an earlier version, which names no store, is continued where the run is known', async () => {
	const vaultKey = 'ab'.repeat(32);
	const first = await agent(asking(), { vaultKey });
	const request = { message: 'Write to ana@example.com', conversationId: 'c1', runId: 'job-1' };
	const waiting = (await runAgent(request, first.parts, never)) as Extract<AgentOutcome, { state: unknown }>;
	const { store: _store, signature: _signature, ...unsigned } = waiting.state;
	const state = await signState(unsigned, first.parts);
	const going = (runId: string) => ({
		...{ message: '', conversationId: '', runId },
		resume: { state, decisions: withViews(state, [{ id: 'p', kind: 'approval' as const, approved: true }]) },
	});
	const other = await agent(scriptedChatModel('Sent.'), { stateFolder: join(folder, 'other'), vaultKey });
	await expect(runAgent(going('job-2'), other.parts, never)).rejects.toMatchObject({ code: 'RUN_FOREIGN' });
	const again = await agent(scriptedChatModel('Sent.'), { vaultKey });
	expect(await runAgent(going('job-3'), again.parts, never)).toMatchObject({ kind: 'reply', reply: 'Sent.' });
});

test.each<[string, { stateFolder?: string; vaultKey?: string; tenant?: string }]>([
	['a host of another key', { stateFolder: 'other', vaultKey: 'ab'.repeat(32) }],
	['another tenant of the same key', { tenant: 'other' }],
])('a state is worth nothing to %s', async (_whom, { stateFolder = 'state', ...changes }) => {
	const first = await agent(asking());
	const waiting = (await runAgent({ message: 'Write to ana@example.com', conversationId: 'c1' }, first.parts, never)) as Extract<
		AgentOutcome,
		{ state: unknown }
	>;
	const other = await agent(scriptedChatModel(), { ...changes, stateFolder: join(folder, stateFolder) });
	const resume = { state: waiting.state, decisions: withViews(waiting.state, [{ id: 'p', kind: 'approval' as const, approved: true }]) };
	await expect(runAgent({ message: '', conversationId: '', resume }, other.parts, never)).rejects.toMatchObject({
		code: 'RUN_STATE_INVALID',
	});
});

it('records the text of a fault without personal data, keys and what PostgreSQL cannot store (wri/project-zeno#720)', async () => {
	const down = new TroupeError({
		code: 'MODEL_BAD_REQUEST',
		message: 'OpenAI refused "ana@example.com, key sk-proj-Zk3vQ9hXw2LmN8bT5rYc7Jd1\0\ud83d".',
	});
	const { parts } = await agent(scriptedChatModel(down));
	await runAgent({ message: 'Hi', conversationId: 'c', runId: 'r' }, { ...parts, tools: [] }, never).catch(() => undefined);
	const store = await openRuns({ stateFolder: join(folder, 'state') }, join(folder, 'state'));
	const { error } = (await store.find('r'))!;
	expect(error).toMatch(/^OpenAI refused/);
	expect(error).not.toMatch(/ana@|sk-proj|\0/);
	expect(error!.isWellFormed()).toBe(true);
	expect(await store.list(1, false, { error: 'ana' })).toEqual([]);
	expect(await store.list(1, false, { error: 'openai refused' })).toHaveLength(1);
});

it('keeps the steps of an agent without tools, masked in every place, and says what it came to', async () => {
	const { parts } = await agent(scriptedChatModel('Your CPF 529.982.247-25 is known, ana@example.com.'));
	const chat = { ...parts, tools: [], guard: createPlacedGuard([]), openVault: () => createVault([]) };
	const outcome = await runAgent({ message: 'I am ana@example.com', conversationId: 'c', runId: 'r' }, chat, never);
	expect(outcome.reply).toContain('529.982.247-25');
	const store = await openRuns({ stateFolder: join(folder, 'state') }, join(folder, 'state'));
	const { trail, entries } = (await store.find('r'))!;
	expect(entries).toBe(3);
	expect(trail).toMatchObject([
		{ kind: 'prepared', kept: 'masked', message: 'I am [EMAIL]' },
		{ kind: 'model', response: { text: 'Your CPF [CPF] is known, [EMAIL].' } },
		{ kind: 'ended', ending: { kind: 'reply' } },
	]);
	for (const name of await readdir(join(folder, 'state')))
		expect((await readFile(join(folder, 'state', name))).toString('latin1')).not.toMatch(/ana@example|529\.982/);
});

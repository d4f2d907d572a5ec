import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { createPlacedGuard } from '../../../core/guardrails/policy/apply-guardrails';
import { createVault } from '../../../core/guardrails/vault/create-vault';
import { runAgent } from '../../../core/agents/run-agent';
import type { ChatModel } from '../../../core/ports/models/models';
import { TroupeError } from '../../../core/base/errors';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../../test/fakes/tool-agent';
import { composeAgent } from '../agents/agent';
import { openVaultKeys } from '../guardrails/vault-parts';
import { forgetInState } from '../../state/forget-person';
import { openRuns } from './host-runs';
import { openTenants } from './host-tenants';
import { withViews } from '../../../test/support/with-views';
import { slowTest } from '../../../test/support/slow-tests';

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
let later = 0;
beforeEach(() => (later = 0));
const clock = { now: () => Date.now() + later };
const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
const never = new AbortController().signal;

async function agent(model: ChatModel, changes: { stateFolder?: string; vaultKey?: string; tenant?: string; definition?: object } = {}) {
	const send = fakeTool('send');
	const host = { gate: openGate(), agentFolders: [], providers: {}, model, stateFolder: join(folder, 'state'), clock, ...changes };
	return {
		parts: { ...(await composeAgent({ kind: 'inline', definition: changes.definition ?? definition }, host)), tools: [send] },
		send,
	};
}

const asking = () =>
	scriptedChatModel(async ({ messages }) => ({
		...{ text: '', model: 'script:model', usage },
		...calling(['send', { to: /\[EMAIL[^\]]+\]/.exec(messages.at(-1)!.content)![0] }, 'p']),
		finish: 'tool-calls',
	}));

slowTest('a run that waits is gone on with by another host of the same state folder, and no file holds what it is about', async () => {
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

it('ends a run although its steps cannot be kept (n8n-io/n8n#38551)', async () => {
	const { parts } = await agent(scriptedChatModel());
	const run = { runId: 'r', agent: { id: 'clerk', version: '1.0.0', sha256: 'a' }, host: 'cli', conversationId: 'c', withinMs: 60_000 };
	const attempt = (await parts.records!.begin(run)) as number;
	const usage = { durationMs: 1, costUsd: 0, inputTokens: 0, outputTokens: 0, modelCalls: 0, toolCalls: 0, model: null };
	const ended = { attempt, state: 'completed', outcome: 'reply', reason: null, errorCode: null, error: null, tools: [], usage } as const;
	const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
	await parts.records!.end('r', { ...ended, steps: [{ kind: 'prepared', passages: [], images: 1n }] });
	warned.mockRestore();
	const store = await openRuns({ stateFolder: join(folder, 'state') }, join(folder, 'state'));
	expect(await store.find('r')).toMatchObject({ state: 'completed', entries: 0 });
});

describe.each(['none', 'masked', 'full'] as const)('what is kept of texts: %s', (runContent) => {
	const said = { message: 'Canary, write to ana@example.com', reply: 'Canary sent it to 529.982.247-25' };
	const stateFolder = () => join(folder, 'state');
	const open = () => openRuns({ stateFolder: stateFolder(), tenant: 'acme' }, stateFolder());
	async function setRules(rules: object) {
		const tenants = (await openTenants({ stateFolder: stateFolder() }))!;
		await tenants.set({ name: 'acme', rules, changedAt: 0, changedBy: 'ops' });
	}
	const readFiles = async () => {
		const names = await readdir(stateFolder());
		return (await Promise.all(names.map((name) => readFile(join(stateFolder(), name), 'latin1')))).join();
	};
	beforeEach(() => setRules({ runContent }));

	it('is so after a chat, a fault and a run with tools, also one that waited, and in no byte of the files (n8n-io/n8n#11458, n8n-io/n8n#21262, n8n-io/n8n#7373)', async () => {
		const asks = calling(['send', { to: 'canary@example.com', note: 'canary' }, 'p']);
		const { parts, send } = await agent(scriptedChatModel(asks, said.reply), { tenant: 'acme' });
		const plain = { guard: createPlacedGuard([]), openVault: () => createVault([]), nameConversation: undefined };
		const working = {
			...parts,
			...plain,
			tools: [{ ...send, call: async () => ({ kind: 'ok' as const, text: 'Canary, 529.982.247-25' }) }],
		};
		const request = { message: said.message, conversationId: 'c', person: 'ana', runId: 'tools' };
		const waiting = (await runAgent(request, working, never)) as Extract<AgentOutcome, { state: unknown }>;
		expect(await readFiles()).not.toMatch(/canary|ana@/i);
		const decisions = withViews(waiting.state, [{ id: 'p', kind: 'approval', approved: true, comment: 'canary' }]);
		await runAgent({ ...request, resume: { state: waiting.state, decisions, by: 'terminal:rui' } }, working, never);
		const chat = await agent(scriptedChatModel(said.reply), { tenant: 'acme' });
		await runAgent({ ...request, runId: 'chat' }, { ...chat.parts, ...plain, tools: [] }, never);
		const failing = await agent(scriptedChatModel(new Error('canary')), { tenant: 'acme' });
		await runAgent({ ...request, runId: 'fails' }, { ...failing.parts, ...plain, tools: [] }, never).catch(() => undefined);

		const store = await open();
		const [tools, talked, failed] = await Promise.all(['tools', 'chat', 'fails'].map(async (id) => (await store.find(id))!));
		expect([tools!.state, talked!.state, failed!.state]).toEqual(['completed', 'completed', 'failed']);
		expect(failed!.entries).toBeGreaterThan(0);
		const { message, reply } = {
			none: { message: '', reply: '' },
			masked: { message: 'Canary, write to [EMAIL]', reply: 'Canary sent it to [CPF]' },
			full: said,
		}[runContent];
		for (const { trail } of [tools!, talked!])
			expect([trail[0], trail.at(-1)]).toMatchObject([
				{ kind: 'prepared', message },
				{ kind: 'ended', ending: { reply } },
			]);
		expect(tools!.trail).toContainEqual(expect.objectContaining({ kind: 'decision', by: 'terminal:rui', approved: true }));
		const bytes = await readFiles();
		expect(bytes).not.toMatch(/ana@|canary@|529\.982/);
		if (runContent !== 'masked') expect(bytes).not.toMatch(/canary/i);
		expect((await store.check()).faults).toEqual([]);
	});

	it('lets a host that did not hear of the end ask again, without a second call', async () => {
		const pays = { ...definition, tools: { rules: [{ tool: 'send', permission: 'allow', afterResults: true }] } };
		const ask = async (...steps: Parameters<typeof scriptedChatModel>) => {
			const { parts, send } = await agent(scriptedChatModel(...steps), { tenant: 'acme', definition: pays });
			const outcome = await runAgent({ message: said.message, conversationId: 'c', runId: 'job-1' }, parts, never).catch(
				(error: unknown) => error,
			);
			return [outcome, send.calls.length];
		};
		const replied = expect.objectContaining({ reply: 'Sent.' });
		expect(await ask(calling(['send', { number: 1 }, 'p']), 'Sent.')).toEqual([replied, 1]);
		const again: unknown = runContent === 'none' ? expect.objectContaining({ code: 'RUN_ENDED' }) : replied;
		expect(await ask()).toEqual([again, 0]);
		const store = await open();
		expect(await store.find('job-1')).toMatchObject({ state: 'completed', attempts: runContent === 'none' ? 1 : 2 });
		later = 2 * 86_400_000;
		// Also before anything cleans.
		expect(await ask()).toEqual([runContent === 'full' ? replied : expect.objectContaining({ code: 'RUN_ENDED' }), 0]);
		await store.cleanOwn();
		expect(new DatabaseSync(join(stateFolder(), 'state.db')).prepare('SELECT * FROM ended_trail').all()).toEqual([]);
	});

	it('is so after a run expired, or is settled, whichever tenant cleans, and it does not begin again', async () => {
		const ask = async (runId: string) => {
			const { parts, send } = await agent(asking(), { tenant: 'acme' });
			return [
				await runAgent({ message: said.message, conversationId: 'c', runId }, parts, never).catch((error: unknown) => error),
				send.calls,
			];
		};
		for (const runId of ['settled', 'expires', 'changed']) await ask(runId);
		const database = new DatabaseSync(join(stateFolder(), 'state.db'));
		database.exec(`UPDATE run_entry SET entry = '{}' WHERE run = 'changed' AND number = 1`);
		const store = await open();
		await store.settle('settled');
		later = 29 * 86_400_000;
		await (await openRuns({ stateFolder: stateFolder(), clock }, stateFolder())).clean(0);
		expect(await store.list(3, false, { state: 'cancelled' })).toHaveLength(3);
		for (const runId of ['settled', 'expires']) {
			const entries = database.prepare('SELECT entry FROM run_entry WHERE run = ?').all(runId);
			expect(entries.map(({ entry }) => String(entry).includes('"sealed"'))).toEqual(entries.map(() => runContent === 'full'));
			expect((await store.find(runId))!.trail[0]).toMatchObject({ kind: 'prepared', kept: runContent });
			expect(await ask(runId)).toEqual([expect.objectContaining({ code: 'RUN_ENDED' }), []]);
		}
		expect((await store.check()).faults).toMatchObject([{ runId: 'changed' }]);
	});

	it('goes with whoever is forgotten', async () => {
		const { parts } = await agent(scriptedChatModel(said.reply), { tenant: 'acme' });
		await runAgent({ message: said.message, conversationId: 'c', person: 'ana', runId: 'r' }, { ...parts, tools: [] }, never);
		const count = (table: string) =>
			new DatabaseSync(join(stateFolder(), 'state.db')).prepare(`SELECT count(*) AS n FROM ${table}`).get()!.n;
		expect([count('run_entry'), count('run_key')]).toEqual([3, runContent === 'full' ? 1 : 0]);
		const { pseudonym } = await openVaultKeys({ stateFolder: stateFolder() }, stateFolder());
		const whose = { tenant: 'acme', pseudonyms: [pseudonym('subject', 'acme', 'ana')], pseudonym: () => '', now: Date.now() };
		await forgetInState(join(stateFolder(), 'state.db'), whose);
		expect([count('run'), count('run_entry'), count('run_key')]).toEqual([0, 0, 0]);
	});
});

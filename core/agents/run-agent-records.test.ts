import { TroupeError } from '../base/errors';
import { readOrigin, withOrigin } from '../base/work-origin';
import type { RunBegin, RunEnd, RunRefusal } from '../ports/runs/run-records';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { ask } from '../../test/fakes/agent-team';
import { calling, fakeTool, teamMember, toolAgent } from '../../test/fakes/tool-agent';
import type { AgentParts } from './agent-parts';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';

const seen: Array<RunBegin | RunRefusal | (RunEnd & { runId: string })> = [];
const records = {
	begin: (run: RunBegin) => Promise.resolve(seen.push(run)),
	end: (runId: string, end: RunEnd) => Promise.resolve(void seen.push({ runId, ...end })),
	refuse: (run: RunRefusal) => Promise.resolve(void seen.push(run)),
};
beforeEach(() => void seen.splice(0));

const never = new AbortController().signal;
const request = { message: 'Good morning', conversationId: 'c1', runId: 'r1' };
const parts = (...script: Parameters<typeof scriptedChatModel>): AgentParts => ({
	...toolAgent(scriptedChatModel(...script), {}),
	records,
	host: 'worker',
});

it('records who asked, what the run belongs to, and how it ended', async () => {
	const origin = { process: 'order', instance: '7', element: 'answer', key: 'k1', run: 'other' };
	let billed: string | undefined;
	const answer = async () => {
		billed = readOrigin().run;
		return {
			text: 'Good morning.',
			finish: 'stop' as const,
			usage: { inputTokens: 1, outputTokens: 1, estimated: false },
			model: 'script:model',
		};
	};
	await withOrigin(origin, () => runAgent({ ...request, person: 'ana', by: 'mcp:key:k1' }, parts(answer), never));
	expect(billed).toBe('r1');
	const { definition, definitionSha256: sha256 } = parts('');
	expect(seen).toEqual([
		{
			manifest: '0'.repeat(64),
			...{ runId: 'r1', host: 'worker', conversationId: 'c1', person: 'ana', by: 'mcp:key:k1' },
			agent: { id: definition.id, version: definition.version, sha256 },
			of: { process: 'order', instance: '7', element: 'answer', key: 'k1' },
			withinMs: expect.any(Number),
		},
		{
			...{ runId: 'r1', state: 'completed', outcome: 'reply', reason: null, errorCode: null, error: null, tools: [], searches: [] },
			...{ attempt: 1, repeats: false, acts: { callCount: 0, calls: [], decisions: [] } },
			steps: ['prepared', 'model', 'ended'].map((kind) => expect.objectContaining({ kind, elapsedMs: expect.any(Number) })),
			usage: expect.objectContaining({ modelCalls: 1, toolCalls: 0, durationMs: expect.any(Number) }),
		},
	]);
});

it('records a fault, and names the run in it', async () => {
	const down = new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'The model is down.' });
	const fault = await runAgent(request, parts(down), never).catch((error: unknown) => error);
	expect(fault).toMatchObject({ code: 'MODEL_UNREACHABLE', details: { runId: 'r1' } });
	expect(seen[1]).toMatchObject({
		runId: 'r1',
		state: 'failed',
		outcome: null,
		errorCode: 'MODEL_UNREACHABLE',
		error: 'The model is down.',
	});
	const left = new AbortController();
	left.abort(new TroupeError({ code: 'CANCELLED', message: 'The caller left.' }));
	await runAgent(request, parts('Good morning.'), left.signal).catch(() => undefined);
	expect(seen.at(-1)).toMatchObject({ state: 'cancelled', errorCode: 'CANCELLED' });
});

it('records that a run waits, and that it goes on', async () => {
	const model = scriptedChatModel(calling(['pay', {}]), 'It is paid.');
	const runs = createMemoryRunStore();
	const payer = {
		...toolAgent(model, { tools: [fakeTool('pay', () => 'done')], rules: [{ tool: 'pay', permission: 'ask' }] }),
		records,
		runs,
	};
	const waiting = await runAgent(request, payer, never);
	expect(seen.map((one) => ('state' in one ? [one.state, one.reason] : 'withinMs' in one ? one.withinMs : undefined))).toEqual([
		undefined,
		['waiting', 'approval'],
	]);
	const { state, pending } = waiting as Extract<typeof waiting, { state: unknown }>;
	const decisions = [{ id: pending[0]!.id, kind: 'approval' as const, approved: false }];
	await runAgent({ ...request, resume: { state, decisions, by: 'terminal:ana' } }, payer, never);
	expect(seen.slice(2)).toMatchObject([{ runId: 'r1' }, { runId: 'r1', state: 'completed', outcome: 'reply', tools: ['pay'] }]);
	// Until then, they are what it goes on with.
	expect(seen.map((one) => ('steps' in one ? one.repeats : false))).toEqual([false, false, false, true]);
});

it('records no dry run, and no replay', async () => {
	const trails: unknown[][] = [];
	await runAgent(request, { ...parts('Good morning.'), mode: 'dry-run', onTrail: (trail) => trails.push(trail) }, never);
	await runAgent({ ...request, trail: trails[0] }, { ...parts(''), mode: 'replay' }, never);
	expect([trails.length, seen]).toEqual([1, []]);
});

it('records the run of an agent that it calls, which waits as it does, without the steps that are its own', async () => {
	const clerk = {
		...toolAgent(scriptedChatModel(calling(['pay', {}]), 'It is paid.'), {
			id: 'clerk',
			tools: [fakeTool('pay', () => 'done')],
			rules: [{ tool: 'pay', permission: 'ask' }],
		}),
		records,
	};
	const lead = {
		...toolAgent(scriptedChatModel(ask('clerk', 'Pay.', 'c'), 'Paid.'), { id: 'lead', members: [teamMember(clerk)] }),
		records,
	};
	const waiting = await runAgent(request, lead, never);
	const { state, pending } = waiting as Extract<typeof waiting, { state: unknown }>;
	const decisions = [{ id: pending[0]!.id, kind: 'approval' as const, approved: false }];
	await runAgent({ ...request, resume: { state, decisions } }, lead, never);
	const ofClerk = seen.filter(({ runId }) => runId === 'r1/c');
	expect(ofClerk).toMatchObject([
		{ agent: { id: 'clerk' }, of: { caller: 'r1' }, conversationId: 'c1', withinMs: expect.any(Number) },
		{ state: 'waiting', reason: 'approval', tools: ['pay'] },
		{ of: { caller: 'r1' } },
		{ state: 'completed', outcome: 'reply', usage: { modelCalls: 2 } },
	]);
	expect(ofClerk.filter((one) => 'steps' in one)).toEqual([]);
	expect(seen.at(-1)).toMatchObject({ runId: 'r1', state: 'completed', steps: expect.any(Array) });
});

it('records who asked for a run that was refused, and why, but not what an operator wrote about a stop, nor what is tried again', async () => {
	const refuse = (error: TroupeError) => () => Promise.reject(error);
	const ask = (more: Partial<AgentParts>) =>
		withOrigin({ workflow: 'w1' }, () => runAgent({ ...request, person: 'ana', by: 'key:k1' }, { ...parts(''), ...more }, never)).catch(
			() => undefined,
		);
	const stopped = { code: 'RUN_STOPPED', message: 'ana stopped it: fraud.' } as const;
	const full = { code: 'TENANT_LIMIT_REACHED', message: 'acme runs 5.' } as const;
	for (const retryable of [true, false]) {
		await ask({ enter: refuse(new TroupeError({ ...full, retryable })) });
		await ask({ watchSwitches: refuse(new TroupeError({ ...stopped, retryable })) });
	}
	await ask({ enter: refuse(new TroupeError({ code: 'RUN_TAKEN', message: 'Another process works on it.' })) });
	expect(seen).toMatchObject([
		{
			...{ runId: 'r1', agent: { version: '1.0.0' }, by: 'key:k1', person: 'ana', conversationId: 'c1', of: { workflow: 'w1' } },
			...{ errorCode: 'TENANT_LIMIT_REACHED', error: 'acme runs 5.' },
		},
		{ runId: 'r1', errorCode: 'RUN_STOPPED', error: null },
	]);
	expect(seen).toHaveLength(2);
});

it('does not begin a run that an operator cancelled, and says so for good', async () => {
	const cancelled = { ...parts('Good morning.'), records: { ...records, begin: () => Promise.resolve('cancelled' as const) } };
	await expect(runAgent(request, cancelled, never)).rejects.toMatchObject({
		code: 'RUN_STOPPED',
		retryable: false,
		message: expect.stringContaining('r1'),
	});
});

it('records the tools that were called or wait, and no name that the model made up', async () => {
	const model = scriptedChatModel(calling(['mail_ana', {}], ['look', {}], ['pay', {}]));
	const tools = [fakeTool('look', () => 'seen'), fakeTool('pay', () => 'paid')];
	const rules = [
		{ tool: 'pay', permission: 'ask' as const },
		{ tool: 'look', permission: 'allow' as const },
	];
	await runAgent(request, { ...toolAgent(model, { tools, rules }), records, runs: createMemoryRunStore() }, never);
	expect(seen.at(-1)).toMatchObject({ state: 'waiting', tools: ['look', 'pay'] });
});

it('names each of two runs in a fault that ends both', async () => {
	const shared = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'The store is away.', details: Object.freeze({}) });
	const faults = await Promise.all(
		['one', 'two'].map((runId) => runAgent({ ...request, runId }, parts(shared), never).catch((error: unknown) => error)),
	);
	expect(faults).toMatchObject([{ details: { runId: 'one' } }, { details: { runId: 'two' } }]);
	expect(shared.details).toEqual({});
});

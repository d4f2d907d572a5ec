import * as fc from 'fast-check';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../test/fakes/tool-agent';
import { isTroupeError, TroupeError } from '../base/errors';
import type { ChatModel, ChatResponse } from '../ports/models/models';
import type { RunStore } from '../ports/runs/runs';
import type { Tool } from '../ports/tools/tools';
import type { AgentOutcome } from './agent-outcome';
import type { AgentParts } from './agent-parts';
import type { AgentRequest, Decision } from './agent-request';
import type { TrailEntry } from './loop/trail/trail-entry';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';
import { slowTest } from '../../test/support/slow-tests';
import { withViews } from '../../test/support/with-views';

type Turn = { kind: 'answer' | 'filtered' | 'cut' | 'fault' | 'budget' } | { kind: 'calls'; tools: string[]; failedBefore: boolean };

const turns: fc.Arbitrary<Turn> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant('calls' as const),
			tools: fc.array(fc.constantFrom('read', 'write', 'asked', 'fails', 'ask_person', 'none'), { minLength: 1, maxLength: 4 }),
			failedBefore: fc.boolean(),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constantFrom('answer' as const, 'filtered' as const, 'cut' as const, 'fault' as const, 'budget' as const),
		}),
	},
);
const worlds = fc.record({
	turns: fc.array(turns, { maxLength: 8 }),
	/** Writes of the store at which the process dies, before or after they are done. */
	crashes: fc.array(fc.record({ at: fc.integer({ min: 1, max: 12 }), done: fc.boolean() }), { maxLength: 3 }),
	approvals: fc.array(fc.boolean(), { maxLength: 4 }),
	modelCalls: fc.integer({ min: 1, max: 8 }),
	toolCalls: fc.integer({ min: 0, max: 6 }),
	tokens: fc.constantFrom(3_000, 50_000),
	streams: fc.boolean(),
});
type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

const usage = { inputTokens: 70, outputTokens: 30, estimated: false };
const failed = { model: 'script:first', ok: false, durationMs: 1, errorCode: 'MODEL_OVERLOADED', usage, costUsd: 0.25 };
const answered = { model: 'script:model', ok: true, durationMs: 1, usage, costUsd: 0.5 };

/** A model and tools that write down what they really did, whatever becomes of who asked. */
function createOutside({ turns }: World) {
	const spent = { tokens: 0, costUsd: 0 };
	const effects: string[] = [];
	let asked = 0;
	const generate = async (): Promise<ChatResponse> => {
		const turn = turns[asked++] ?? { kind: 'answer' };
		if (turn.kind === 'fault') throw new TroupeError({ code: 'MODEL_OVERLOADED', message: 'down', retryable: true });
		if (turn.kind === 'budget') throw new TroupeError({ code: 'BUDGET_EXCEEDED', message: 'spent' });
		const attempts = turn.kind === 'calls' && turn.failedBefore ? [failed, answered] : [answered];
		spent.tokens += attempts.length * 100;
		spent.costUsd += attempts.length === 2 ? 0.75 : 0.5;
		const base = { text: 'Fine.', finish: 'stop' as const, model: 'script:model', usage, costUsd: 0.5, attempts };
		if (turn.kind !== 'calls')
			return { ...base, finish: turn.kind === 'filtered' ? 'content-filter' : turn.kind === 'cut' ? 'length' : 'stop' };
		const input = (name: string, index: number) => (name === 'ask_person' ? { question: 'Which?' } : { number: asked * 10 + index });
		return {
			...base,
			...calling(...(turn.tools.map((name, index): [string, object, string] => [name, input(name, index), `${asked}-${index}`]) as [])),
		};
	};
	const model: ChatModel = {
		...scriptedChatModel(),
		generate,
		async *stream() {
			const response = await generate();
			yield { kind: 'text', text: response.text };
			yield { kind: 'end', response };
		},
	};
	const acting = (name: string, changes: Partial<Tool> = {}) =>
		fakeTool(
			name,
			async (_input, { idempotencyKey }) => {
				await Promise.resolve();
				if (changes.effect !== 'reads') effects.push(idempotencyKey);
				if (name === 'fails') throw new Error('it broke');
				return `result of ${name}`;
			},
			changes,
		);
	return { model, tools: [acting('read', { effect: 'reads' }), acting('write'), acting('asked'), acting('fails')], spent, effects };
}

class Crash extends Error {}

/** The store as a process sees it, until it dies at a write. */
function mortal(store: RunStore, death: { at: number; done: boolean } | undefined): RunStore {
	let writes = 0;
	let dead = false;
	const living = async <Result>(work: () => Promise<Result>): Promise<Result> => {
		if (dead) throw new Crash();
		return work();
	};
	return {
		...store,
		open: (...args) => living(() => store.open(...args)),
		release: (...args) => living(() => store.release(...args)),
		claim: (...args) => living(() => store.claim(...args)),
		append: (...args) =>
			living(async () => {
				writes += 1;
				dead = writes === death?.at;
				if (!dead || death?.done) await store.append(...args);
				if (dead) throw new Crash();
			}),
	};
}

const rules = [
	{ tool: 'asked', permission: 'ask' as const },
	{ tool: '*', permission: 'allow' as const },
];

/** Runs it as a host does: again after a crash or a passing fault, on with a decision; at last there is an outcome. */
async function drive(world: World) {
	const outside = createOutside(world);
	let now = 1_000;
	const clock = { now: () => now };
	const store = createMemoryRunStore(clock);
	const crashes = [...world.crashes];
	const approvals = [...world.approvals];
	const states: AgentRequest[] = [];
	let trail: TrailEntry[] = [];
	let lost = 0;
	const parts = (): AgentParts =>
		toolAgent(outside.model, {
			tools: outside.tools,
			rules,
			settings: { askPerson: true },
			limits: { modelCalls: world.modelCalls, toolCalls: world.toolCalls, tokens: world.tokens },
			clock,
			runs: mortal(store, crashes.shift()),
			sign: async (text) => `signed ${text}`,
			onTrail: (entries) => (trail = entries as TrailEntry[]),
			...(world.streams && { onEvent: () => undefined }),
		});
	let request: AgentRequest = { message: 'Do it', conversationId: 'c1', runId: 'r1' };
	for (let round = 0; round < 60; round += 1) {
		now += 60_000; // longer than a lease
		try {
			const outcome = await runAgent(request, parts(), new AbortController().signal);
			if (outcome.kind !== 'needs-human' || !('state' in outcome)) return { outcome, outside, trail, states, parts, lost };
			const decisions = outcome.pending.map(({ id, kind }): Decision =>
				kind === 'approval' ? { id, kind, approved: approvals.shift() ?? true } : { id, kind, answer: 'The second.' },
			);
			request = {
				message: '',
				conversationId: '',
				runId: `resumed-${round}`,
				resume: { state: JSON.parse(JSON.stringify(outcome.state)), decisions: withViews(outcome.state, decisions) },
			};
			states.push(request);
		} catch (error) {
			if (error instanceof Crash) lost += 1;
			else if (!isTroupeError(error) || !error.retryable) throw error;
		}
	}
	throw new Error('it never ended');
}

const timeless = ({ ...outcome }: AgentOutcome) => JSON.parse(JSON.stringify(outcome)) as unknown;

slowTest(
	'whatever happens outside and wherever it crashes, a run ends, repeats no effect, and can be replayed without anything outside',
	async () => {
		await fc.assert(
			fc.asyncProperty(worlds, async (world) => {
				const { outcome, outside, trail, states, parts, lost } = await drive(world);
				expect(new Set(outside.effects).size).toBe(outside.effects.length);
				// Nothing has an effect that the trail knows nothing of.
				const known = trail.filter((entry) => entry.kind === 'tool-started' && entry.tool !== 'read').length;
				expect(outside.effects.length).toBeLessThanOrEqual(known);
				if (lost === 0) expect(outside.effects.length).toBe(known);

				const started = trail.flatMap((entry) => (entry.kind === 'tool-started' ? [entry.callId] : []));
				const finished = trail.flatMap((entry) => (entry.kind === 'tool-finished' ? [entry.callId] : []));
				expect(new Set(started).size).toBe(started.length);
				expect(finished.filter((callId) => started.includes(callId)).sort()).toEqual([...started].sort());
				expect(outcome.usage.toolCalls).toBe(started.length);
				expect(started.length).toBeLessThanOrEqual(world.toolCalls);

				const { inputTokens, outputTokens, costUsd } = outcome.usage;
				if (lost === 0) expect([inputTokens + outputTokens, costUsd ?? 0]).toEqual([outside.spent.tokens, outside.spent.costUsd]);
				else expect(inputTokens + outputTokens).toBeLessThanOrEqual(outside.spent.tokens);

				for (const request of states) {
					const again = runAgent({ ...request, runId: 'another' }, parts(), new AbortController().signal);
					await expect(again).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
				}
				const model: ChatModel = { ...scriptedChatModel(), generate: () => Promise.reject(new Error('asked in a replay')) };
				const replay = { ...parts(), model, tools: [], mode: 'replay' as const, onEvent: undefined };
				const replayed = await runAgent(
					{ message: '', conversationId: 'c1', trail: JSON.parse(JSON.stringify(trail)) as unknown[] },
					replay,
					new AbortController().signal,
				);
				expect(timeless(replayed)).toEqual(timeless(outcome));
			}),
			{ numRuns: 60 },
		);
	},
);

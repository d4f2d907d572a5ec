import type { AgentOutcome } from '../agents/agent-outcome';
import type { AgentParts } from '../agents/agent-parts';
import { describeSources } from '../agents/ended-run/describe-answered';
import type { TrailEntry } from '../agents/loop/trail/trail-entry';
import { unwrapEntry } from '../agents/loop/trail/unwrap-entry';
import { runAgent } from '../agents/run-agent';
import { getErrorMessage, isTroupeError, TroupeError } from '../base/errors';
import { mapTexts } from '../base/text/map-texts';
import { pause } from '../base/async/pause';
import type { ConversationState, ConversationStateStore } from '../ports/guardrails/conversation-state';
import type { PersonalDataVault } from '../ports/guardrails/vault';
import { systemClock } from '../ports/host';
import type { AgentMemory } from '../ports/memory';
import { readArguments } from '../tools/read-arguments';
import type { ToolCall } from '../ports/models/models';
import { applyAssertion } from './assertions/check-assertion';
import type { AssertionParts, Observation, ObservedCall } from './assertions/observation';
import type { CaseInput, EvaluationCase } from './cases/evaluation-set';
import type { AssertionResult, CaseResult } from './evaluation-result';
import { createEvaluationVault, type EvaluationVault } from './traffic/evaluation-vault';
import { hideSecretsIn } from './traffic/hide-private';
import { Player } from './traffic/player';
import { Recorder } from './traffic/recorder';
import { isStopped } from '../switches/find-switch';
import type { CaseRecording } from './traffic/recording';
import { type CaseScope, withinCase } from './traffic/traffic';

export interface EvaluationAgent extends Pick<AssertionParts, 'openGuard' | 'openJudge'> {
	/** From `carryParts`. */
	parts: AgentParts;
}

/** For a case without recordings: no request may leave. */
const nothingRecorded: CaseRecording = { at: 0, exchanges: [] };

/** Never fails: errors are in the result. */
export async function playCase(
	one: EvaluationCase,
	agent: EvaluationAgent,
	recording: CaseRecording | undefined,
	signal: AbortSignal,
): Promise<CaseResult> {
	const vault = openVault(one, agent);
	const player = new Player(recording ?? nothingRecorded, vault);
	const { clock } = player;
	// A model's timeout uses it too, and must not end at once.
	const sleep = async (milliseconds: number, until: AbortSignal) => {
		const isWhole = await pause(milliseconds, until);
		if (isWhole) clock.pass(milliseconds);
		return isWhole;
	};
	// An agent that called no model while recorded calls none now.
	const respond = recording === undefined ? one.fixtures?.respond?.slice() : undefined;
	const scope = createScope(one, { traffic: player, vault, clock, sleep, ...(respond && { respond }) });
	return evaluate(one, agent, scope, AbortSignal.any([signal, player.signal]), () => player.miss);
}

/** Runs a case live and records its requests. Errors are in the result. @throws TroupeError RUN_STOPPED: the other cases would end the same way */
export async function recordCase(
	one: EvaluationCase,
	agent: EvaluationAgent,
	signal: AbortSignal,
): Promise<{ result: CaseResult; recording: CaseRecording }> {
	const vault = openVault(one, agent);
	const recorder = new Recorder(vault, systemClock);
	const scope = createScope(one, { traffic: recorder, vault, clock: systemClock, sleep: pause });
	const result = await evaluate(one, agent, scope, signal);
	return { result, recording: recorder.recording };
}

const openVault = ({ name }: EvaluationCase, { parts }: EvaluationAgent): EvaluationVault =>
	createEvaluationVault(parts.definition.guardrails.personalData.types, name);

const createScope = ({ fixtures }: EvaluationCase, scope: Omit<CaseScope, 'conversations' | 'fixtures'>): CaseScope => ({
	...scope,
	conversations: createConversationStates(),
	fixtures: fixtures?.tools?.slice() ?? [],
	...(fixtures?.perform && { perform: fixtures.perform }),
});

/** @param readMiss returns the request without a recorded answer */
async function evaluate(
	one: EvaluationCase,
	agent: EvaluationAgent,
	scope: CaseScope,
	signal: AbortSignal,
	readMiss: () => TroupeError | undefined = () => undefined,
): Promise<CaseResult> {
	const { vault } = scope;
	const begun = { case: one.name, message: await redact(one.input.message, vault) };
	const fail = async (error: unknown): Promise<CaseResult> => ({
		...begun,
		passed: false,
		score: 0,
		assertions: [],
		error: await describeFault(error, vault),
	});
	try {
		const result = await withinCase(scope, () => judge(one, agent, vault, signal));
		const miss = readMiss() ?? scope.refused;
		return miss ? await fail(miss) : { ...begun, ...result };
	} catch (error) {
		if (isStopped(error)) throw error;
		return fail(readMiss() ?? error);
	}
}

async function judge(
	one: EvaluationCase,
	agent: EvaluationAgent,
	vault: PersonalDataVault,
	signal: AbortSignal,
): Promise<Omit<CaseResult, 'case' | 'message'>> {
	const { outcome, observation } = await observe(one, agent, vault, signal);
	const mask = async (text: string) => (await vault.mask(text)).text;
	signal.throwIfAborted();
	const assertions = await checkAll(one, observation, { ...agent, mask, signal });
	const holding = assertions.filter(({ passed }) => passed).length;
	return {
		passed: holding === assertions.length,
		score: holding / assertions.length,
		agent: outcome.agent,
		model: outcome.usage.model,
		...(await redact({ ...withoutTexts(observation), assertions }, vault)),
	};
}

async function observe(
	{ input }: EvaluationCase,
	{ parts }: EvaluationAgent,
	vault: PersonalDataVault,
	signal: AbortSignal,
): Promise<{ outcome: AgentOutcome; observation: Observation }> {
	let trail: unknown[] = [];
	const own = { ...parts, memory: recallTurns(input, parts), onTrail: (entries: unknown[]) => void (trail = entries) };
	const { message, facts, person } = input;
	// The evaluator is the agent's operator.
	const known = { conversationId: 'evaluation', asker: 'operator', by: 'evaluation' } as const;
	const request = { message, ...known, ...(facts && { facts }), ...(person !== undefined && { person }) };
	const outcome = await runAgent(request, own, signal);
	return { outcome, observation: await observeRun(message, outcome, trail as TrailEntry[], vault) };
}

async function checkAll(one: EvaluationCase, observation: Observation, parts: AssertionParts): Promise<AssertionResult[]> {
	const results: AssertionResult[] = [];
	// Sequential: recordings have one order.
	for (const assertion of one.expect) {
		const { passed, reason } = await applyAssertion(assertion, observation, parts);
		const rubric = assertion.assert === 'rubric' && { rubric: assertion.rubric };
		results.push({ assert: assertion.assert, passed, ...(reason !== undefined && { reason }), ...rubric });
	}
	return results;
}

function recallTurns({ turns = [] }: CaseInput, { definition }: AgentParts): AgentMemory | undefined {
	if (turns.length === 0) return undefined;
	const max = definition.memory?.turns ?? 0;
	if (max === 0)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The case has "turns", but the agent ${definition.id} recalls none.`,
			fix: 'Set "memory.turns" in the definition of the agent, or remove "turns" from the case.',
		});
	const recalled = turns.slice(-max).map((turn, index) => ({ ...turn, at: index }));
	return { recall: async () => ({ turns: recalled, memories: [] }), remember: async () => undefined };
}

function createConversationStates(): ConversationStateStore {
	let state: ConversationState | undefined;
	return { read: async () => state, change: async (_id, change) => (state = change(state)) };
}

const withoutTexts = ({ message: _message, sources: _sources, output: _output, ...observation }: Observation) => observation;

/** Results are shown and stored: without values of persons or secrets. */
const redact = <Value>(value: Value, vault: PersonalDataVault): Promise<Value> =>
	mapTexts(value, async (text) => hideSecretsIn(await vault.redact(text)));

async function describeFault(error: unknown, vault: PersonalDataVault): Promise<NonNullable<CaseResult['error']>> {
	const message = await redact(getErrorMessage(error), vault);
	if (!isTroupeError(error)) return { code: 'INTERNAL', message };
	return { code: error.code, message, ...(error.fix !== undefined && { fix: error.fix }) };
}

async function observeRun(
	message: string,
	outcome: AgentOutcome,
	trail: TrailEntry[],
	vault: Pick<PersonalDataVault, 'restore'>,
): Promise<Observation> {
	const { kind, reply, output, guardrails, citations, usage } = outcome;
	const { modelCalls, toolCalls, inputTokens, outputTokens, costUsd, durationMs } = usage;
	return {
		message,
		sources: describeSources(trail),
		outcome: kind,
		...('reason' in outcome && { reason: outcome.reason }),
		...('limit' in outcome && { reason: outcome.limit }),
		reply,
		...(output !== undefined && { output }),
		guardrails: [...new Set(guardrails.map(({ code }) => code))].sort(),
		citations: citations.map(({ documentId, title }) => ({ documentId, title })),
		calls: await listCalls(
			trail.map((entry) => unwrapEntry(entry) as TrailEntry),
			vault,
		),
		usage: { modelCalls, toolCalls, tokens: inputTokens + outputTokens, costUsd, durationMs },
	};
}

async function listCalls(trail: TrailEntry[], vault: Pick<PersonalDataVault, 'restore'>): Promise<ObservedCall[]> {
	const outcomes = new Map(trail.flatMap((entry) => (entry.kind === 'tool-finished' ? [[entry.callId, entry.outcome] as const] : [])));
	const calls = trail.flatMap((entry) => (entry.kind === 'model' ? (entry.response?.toolCalls ?? []) : []));
	return Promise.all(
		calls.map(async ({ id, name, arguments: text }: ToolCall) => {
			const { value = text } = readArguments(text);
			return {
				tool: name,
				arguments: await mapTexts(value as unknown, (one) => vault.restore(one)),
				outcome: outcomes.get(id) ?? 'asked',
			};
		}),
	);
}

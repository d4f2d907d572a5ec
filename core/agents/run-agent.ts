import { isTroupeError } from '../base/errors';
import { readOrigin, withOrigin } from '../base/work-origin';
import { readAttempts } from '../llm/attempts';
import type { ChatResponse, NewEvent } from '../ports';
import type { Violation } from '../guardrails/policy/guard';
import { advance } from '../guardrails/policy/conversation-state';
import type { AgentOutcome, JsonValue, LimitName } from './agent-outcome';
import type { AgentParts, EndedRun } from './agent-parts';
import { describeInput } from './ended-run/describe-input';
import { describeAnswered } from './ended-run/describe-answered';
import { describeReply } from './ended-run/describe-reply';
import { type AgentRequest, checkAgentRequest, nameRun } from './agent-request';
import { hideOthers, restoreForAsker, withoutTypedTokens } from './loop/run/restore-for-asker';
import { type Citation, collectCitations } from '../knowledge/grounding';
import type { Support } from '../knowledge/support/measure-support';
import { requestLastAnswer } from './loop/model/soft-stop';
import { askStep } from './loop/model/ask-step';
import { mendOnce } from './loop/model/mend-once';
import { fitLastOutput, fitOutput, restoreOutput } from './loop/model/fit-output';
import { type Conversation, startConversation } from './loop/run/conversation';
import type { Conclusion } from './loop/ending/conclusion';
import { judgeConclusion } from './loop/ending/judge-conclusion';
import { openRun } from './loop/run/open-run';
import { noteRefused } from './loop/tools/contain';
import { hasTools, openToolbox } from './loop/tools/open-toolbox';
import { hideRemembered } from './loop/run/hide-remembered';
import { prepare } from './loop/run/prepare';
import type { Run } from './loop/run/run';
import { findSmallTalk } from './loop/ending/small-talk';
import { suspend, type Suspension } from './loop/waiting/suspend';
import { type Caller, listCallers, type MemberWaiting } from './loop/team/caller';
import { explainStop, throwIfStopped } from './loop/ending/explain-stop';
import { describeTeam } from './loop/team/describe-team';
import { continueHeld, keepHolder } from './loop/team/held-conversation';
import { findScratchpad } from './loop/team/team-scratchpad';
import { performCalls } from './loop/tools/tool-step';
import { listApproved } from './loop/trail/list-approved';
import { listOrigins } from './loop/trail/list-origins';
import { listSensitivity } from './loop/trail/list-sensitivity';
import type { Ending } from './loop/trail/trail-entry';
import { rateFault, rateOutcome } from './ended-run/rate-run';
import { type EventRun, toFaultEvent, toOutcomeEvent, toRefusalEvent } from './ended-run/run-event';
import { isReal } from './agent-parts';
import { chooseText } from './definition/standard-texts';

export type { AgentParts } from './agent-parts';

/**
 * Answers one message, or continues a suspended, retried or recorded run. Steps in its trail are not repeated.
 * @throws TroupeError for faults: a refused gate, no model available, a broken store, an invalid state; never for an agent that declines
 */
export async function runAgent(request: AgentRequest, parts: AgentParts, signal: AbortSignal): Promise<AgentOutcome> {
	await beforeRun(request, parts, () => checkAgentRequest(request));
	// Only the run of a called agent leaves it to its caller to wait.
	return (await start(request, parts, signal)) as AgentOutcome;
}

/** @param caller the call that this run answers, for a called agent */
async function start(
	request: AgentRequest,
	parts: AgentParts,
	signal: AbortSignal,
	caller?: Caller,
): Promise<AgentOutcome | MemberWaiting> {
	const open = () => openRun(request, parts, signal, { caller, runMember: start });
	const { run, close } = caller ? await open() : await beforeRun(request, parts, open);
	const { conversationId, person } = run;
	const ofAgent = { agentVersion: parts.definition.version, agentSha256: parts.definitionSha256 };
	const key = findKey(request);
	const origin = { run: readOrigin().run ?? run.id, conversationId, person, ...(key !== undefined && { key }), ...ofAgent };
	return withOrigin(origin, () => perform(run, parts, close));
}

/** Finds the API key of whoever asks or decides, such as `k1` of `mcp:key:k1`. */
const findKey = ({ by, resume }: AgentRequest): string | undefined => /(?:^|:)key:([\w-]+)$/.exec(resume?.by ?? by ?? '')?.[1];

async function perform(run: Run, parts: AgentParts, close: () => Promise<void>): Promise<AgentOutcome | MemberWaiting> {
	try {
		const conclusion = await converse(run).catch((error: unknown) => limitBehind(run, error));
		if (conclusion.kind === 'waiting') {
			tellFinished(run, 'needs-human');
			return conclusion;
		}
		const outcome = finish(run, 'state' in conclusion ? suspended(run, conclusion) : await end(run, conclusion));
		// A rollout is told whether or not anybody measures.
		const rating = rateOutcome(parts, outcome);
		const ended = tellEnded(run, rating, () => measureEnded(run, outcome));
		await Promise.all([publish(run, (about) => toOutcomeEvent(about, outcome)), ended]);
		return outcome;
	} catch (cause) {
		const error = explainStop(run, cause);
		// The trail has no entry for the calls that failed.
		const attempts = readAttempts(cause);
		if (attempts.length > 0) run.usage.add({ attempts });
		const rating = rateFault(parts, error);
		const { elapsedMs } = run.trail;
		tellFinished(run, 'failed', elapsedMs, isTroupeError(error) ? error.code : 'INTERNAL');
		await Promise.all([publish(run, (about) => toFaultEvent(about, error), elapsedMs), tellEnded(run, rating)]);
		throw error;
	} finally {
		try {
			await close();
		} finally {
			await leave(run);
		}
	}
}

/** Alternates between the model and its tools until there is an answer, a limit, or something that a person must decide. */
async function converse(run: Run): Promise<Conclusion | Suspension | MemberWaiting> {
	const prepared = await prepare(run);
	if (prepared.stop) return { kind: 'stopped', stop: prepared.stop };
	const { parts } = run;
	if (needsTools(run)) run.toolbox = await openToolbox(run);
	const conversation = startConversation(parts.definition, prepared, run.images, run.context);
	const held = await continueHeld(run, prepared, conversation);
	if (held) return 'waiting' in held ? suspend(run, 0, held.waiting) : held;
	const said = findSmallTalk(run, prepared.message);
	if (said) return { kind: 'small-talk', said };
	let isMended = false;
	for (let step = 1; ; step += 1) {
		const { response: first, limit } = await askStep(run, conversation, step, step === 1 ? 'first' : 'next');
		if (!first) return stopAt(run, conversation, step, limit!);
		let answer: Conclusion & { kind: 'answer' } = { kind: 'answer', response: first, step };
		if (isAnswer(first) && !isMended) answer = await mendOnce(run, conversation, answer);
		const { response } = answer;
		isMended ||= answer.step !== step;
		if (isAnswer(response)) return fitOutput(run, conversation, answer);
		step = answer.step;
		if (hasNoCallLeft(run)) return { kind: 'limit', limit: 'model-calls' };
		// A model can call tools that do not exist; it then gets an error.
		if (parts.mode !== 'replay') run.toolbox ??= await openToolbox(run);
		const came = await performCalls(run, conversation, step, response);
		if (came.waiting.length > 0 || came.outside) return suspend(run, step, came.waiting, came.outside);
		if (came.conclusion) return came.conclusion;
		if (came.limit) return stopAt(run, conversation, step, came.limit);
		if (parts.mode === 'dry-run') return lastWords(run, conversation, step + 1);
	}
}

const isAnswer = ({ toolCalls, finish }: ChatResponse): boolean => !toolCalls?.length || finish === 'content-filter';

function needsTools(run: Run): boolean {
	if (run.parts.mode === 'replay' || run.trail.has('ended', '')) return false;
	return hasTools(run.parts) || run.caller?.keeps === true || findScratchpad(run) !== undefined;
}

/** A tool is not called if no model could read its result. */
const hasNoCallLeft = (run: Run): boolean =>
	[run, ...listCallers(run)].some(({ usage, parts }) => usage.counted >= parts.definition.limits.modelCalls);

/** Answers from the results so far, if this is configured and the remaining limits allow it. */
async function stopAt(run: Run, conversation: Conversation, step: number, limit: LimitName): Promise<Conclusion> {
	const response = await requestLastAnswer(run, conversation, step + 1, limit);
	const last = response && (await fitLastOutput(run, { kind: 'answer', response, step: step + 1, partial: limit }));
	return last ?? { kind: 'limit', limit };
}

/** In a dry run, returns what the model says if it assumes that its calls were performed. */
async function lastWords(run: Run, conversation: Conversation, step: number): Promise<Conclusion> {
	const { response, limit } = await askStep(run, conversation, step, 'last');
	return response ? fitOutput(run, conversation, { kind: 'answer', response, step }) : { kind: 'limit', limit: limit! };
}

/** Handles a time limit that was reached before a model was called. */
function limitBehind(run: Run, error: unknown): Conclusion {
	const { host, deadline, workingTime } = run;
	const isUp = !host.aborted && (deadline.expired() || workingTime.expired());
	const outOfTime = isUp && (error === workingTime.signal.reason || (isTroupeError(error) && error.code === 'CANCELLED'));
	if (outOfTime) return { kind: 'limit', limit: 'wall-clock' };
	throw error;
}

/** Judges the run's conclusion, stores what should be remembered, and restores what the person can read. */
async function end(run: Run, conclusion: Conclusion): Promise<Ended> {
	const { trail, context } = run;
	const { ending, support } = await trail.step('ended', undefined, async () => {
		const endedEntry = await judgeConclusion(run, conclusion);
		throwIfStopped(run);
		// At the same time as the memory. `leave` waits for it, and reports its fault.
		recordViolations(run, [...run.guardrails, ...endedEntry.violations]).catch(() => undefined);
		await remember(run, endedEntry.ending);
		return endedEntry;
	});
	await trail.secure();
	if (isReal(run.parts) && !run.caller && trail.entries.some(({ kind }) => kind === 'suspended')) await run.parts.runs?.settle(run.id);
	trail.conclude();
	const cited = collectCitations(ending.reply, context.passages);
	const isPart = ending.kind === 'needs-human' && (ending.reason === 'promised' || (ending.reason === 'not-covered' && cited.length > 0));
	const answers = ending.kind === 'reply' || isPart || (ending.kind === 'limit-reached' && ending.partial);
	if (answers) run.answer = ending.reply;
	const citations = run.handedOver?.outcome.citations ?? (answers ? await hideOthers(run, cited) : []);
	const structured = answers ? await restoreOutput(run, ending.reply) : undefined;
	const measured = run.handedOver?.outcome.support ?? (await restoreSupport(run, support));
	return { ...ending, reply: await restoreForAsker(run, ending.reply), ...structured, citations, ...(measured && { support: measured }) };
}

type Ended = Ending & { citations: Citation[]; support?: Support; output?: JsonValue };

async function restoreSupport(run: Run, support: Support | undefined): Promise<Support | undefined> {
	if (!support) return undefined;
	const restored = support.statements.map(async (statement) => ({ ...statement, text: await restoreForAsker(run, statement.text) }));
	return { ...support, statements: await Promise.all(restored) };
}

/** Stores masked texts only, and neither blocked messages nor unanswered ones. */
async function remember(run: Run, ending: Ending): Promise<void> {
	const { parts, conversationId, person } = run;
	const { vault } = run.context;
	if (parts.mode === 'dry-run') return;
	await keepHolder(run);
	// The caller remembers what the customer gets.
	if (run.caller) return;
	const { memory, conversations, clock } = parts;
	if (!memory && !conversations) return;
	const reply = await vault.restore(ending.reply);
	await conversations?.change(conversationId, (state) => advance(state, reply));
	const isAnswered = ending.kind === 'reply' || ending.kind === 'needs-human' || (ending.kind === 'limit-reached' && ending.partial);
	if (!memory || !isAnswered) return;
	// Providers refuse a turn without a text, and the image of a photo without a caption is not kept.
	const message =
		(await withoutTypedTokens(run, run.message)) || (await vault.restore(run.trail.recorded('prepared')?.message ?? '')) || '[image]';
	const from = listOrigins(run.trail.entries);
	const origins = run.trail.recorded('prepared')?.origins ?? [];
	const said = { message: await hideRemembered(run, message), reply: await hideRemembered(run, reply) };
	const sensitivity = listSensitivity(run.trail.entries);
	const labels = { ...(origins.length > 0 && { origins }), ...(from.length > 0 && { from }), ...(sensitivity && { sensitivity }) };
	const approved = await Promise.all(listApproved(run.trail.entries).map(async (one) => hideRemembered(run, await vault.restore(one))));
	const turn = { ...said, ...labels, ...(approved.length > 0 && { approved }), at: clock.now() };
	await memory.remember({ conversationId, person }, turn);
}

function suspended(run: Run, suspension: Suspension): { reply: string; citations: Citation[] } & Suspension {
	const reply = chooseText(run.parts.definition, 'suspended', run.context.language);
	return { ...suspension, reply, citations: [] };
}

function finish(run: Run, ending: Ended | ReturnType<typeof suspended>): AgentOutcome {
	const { id, version } = run.parts.definition;
	const memories = run.trail.recorded('prepared')?.memories?.flatMap(({ labels }) => labels ?? []) ?? [];
	const origins = listOrigins(run.trail.entries);
	const sensitivity = listSensitivity(run.trail.entries);
	const team = run.caller ? [] : describeTeam(run.trail.entries, id);
	tellFinished(run, ending.kind);
	return {
		...ending,
		runId: run.id,
		agent: { id, version },
		conversationId: run.conversationId,
		usage: run.usage.summary(workedMs(run)),
		guardrails: run.guardrails,
		searches: run.searches,
		...(origins.length > 0 && { origins }),
		...(sensitivity && { sensitivity }),
		...(memories.length > 0 && { memories }),
		...(run.sandboxed.length > 0 && { sandbox: run.sandboxed }),
		manifest: run.manifest,
		...(team.length > 0 && { team }),
		...(run.usage.degraded && { degraded: run.usage.degraded }),
		...(run.parts.mode === 'dry-run' && { planned: run.planned }),
	};
}

/** Taken from the trail, so that a replay reports the same duration. */
function workedMs({ trail }: Run): number {
	return trail.entries.at(-1)?.elapsedMs ?? 0;
}

function tellFinished(run: Run, outcome: AgentOutcome['kind'] | 'failed', durationMs = workedMs(run), errorCode?: string): void {
	const { inputTokens, outputTokens, costUsd, modelCalls, toolCalls } = run.usage.summary(durationMs);
	const usage = { inputTokens, outputTokens, costUsd, modelCalls, toolCalls };
	const origins = listOrigins(run.trail.entries);
	const read = origins.length > 0 && { origins };
	run.events.emit({ kind: 'finished', outcome, ...(errorCode !== undefined && { errorCode }), usage, durationMs, ...read });
}

/** Performs what comes before a run. If it fails, the run never begins, and an event says so. */
async function beforeRun<Result>(request: AgentRequest, parts: AgentParts, work: () => Result | Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		const { definition, host = 'agent' } = parts;
		const agent = { id: definition.id, version: definition.version };
		const event = isReal(parts) ? toRefusalEvent({ id: nameRun(request), agent, host }, error) : undefined;
		if (event) await parts.publish?.(event);
		throw error;
	}
}

/** Publishes how a run ended. Calls of agents by agents are part of the run. */
async function publish(run: Run, describe: (about: EventRun) => NewEvent | undefined, durationMs = workedMs(run)): Promise<void> {
	const { parts } = run;
	if (run.caller || !isReal(parts) || !parts.publish) return;
	const { id, version } = parts.definition;
	const agent = { id, version, sha256: parts.definitionSha256 };
	const person = run.person === undefined ? undefined : await parts.pseudonym?.(run.person);
	const about = { id: run.id, agent, person, host: parts.host ?? 'agent', usage: run.usage.summary(durationMs) };
	const event = describe(about);
	if (event) await parts.publish(event);
}

type Measured = Pick<EndedRun, 'durationMs' | 'isSupported' | 'input'>;

function measureEnded(run: Run, outcome: AgentOutcome): Measured {
	const isSupported = findSupport(outcome);
	return {
		...{ durationMs: outcome.usage.durationMs, isSupported },
		input: { ...describeInput(run, outcome), ...describeReply(outcome, isSupported) },
	};
}

/** Calls of agents by agents are part of the run. Measures nothing that nobody is told. */
async function tellEnded(run: Run, rating: EndedRun['rating'], measure?: () => Measured): Promise<void> {
	const { parts, id, answer } = run;
	if (run.caller || !isReal(parts) || !parts.onEnded) return;
	const measured = measure?.() ?? {};
	await parts.onEnded({
		id,
		...(rating && { rating }),
		...measured,
		...(answer !== undefined && { describeAnswered: () => describeAnswered(run, answer) }),
	});
}

/** Returns whether the passages bear out the answer of the model; undefined if it rests on none. */
const findSupport = ({ support, guardrails }: AgentOutcome): boolean | undefined =>
	support && !guardrails.some(({ code }) => code === 'SUPPORT');

/** Cleans up after every run. */
async function leave(run: Run): Promise<void> {
	const { parts, trail } = run;
	// Some of them may not have been opened.
	await Promise.allSettled((parts.toolSources ?? []).map((source) => source.close()));
	await noteRefused(run);
	parts.onTrail?.([...trail.entries]);
	await recordViolations(run);
}

/** Records the violations of a run once. */
function recordViolations(run: Run, violations: Violation[] = run.guardrails): Promise<void> {
	const { parts, id, conversationId, person } = run;
	if (violations.length === 0 || !isReal(parts)) return Promise.resolve();
	return (run.recording ??= Promise.resolve(parts.recordViolations?.(violations, { run: id, conversationId, person })));
}

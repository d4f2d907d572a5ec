import { describeInput, nameLanguage, nameLength } from './describe-input';
import type { NewEvent } from '../../ports/events/events';
import type { Violation } from '../../guardrails/policy/guard';
import type { AgentOutcome } from '../agent-outcome';
import { type AgentParts, type EndedRun, isReal } from '../agent-parts';
import { describeAnswered } from './describe-answered';
import { type AgentRequest, nameRun } from '../agent-request';
import { noteRefused } from '../loop/tools/containment';
import type { Run } from '../loop/run/run';
import { listOrigins } from '../loop/trail/list-origins';
import type { EventRun } from './run-event';
import { tellRefusal } from './tell-refusal';
import type { ReplyTraits } from '../../ports/quality';

/** From the trail, so that a replay reports the same duration. */
export function workedMs({ trail }: Run): number {
	return trail.entries.at(-1)?.elapsedMs ?? 0;
}

export function tellFinished(run: Run, outcome: AgentOutcome['kind'] | 'failed', durationMs = workedMs(run), errorCode?: string): void {
	const { inputTokens, outputTokens, costUsd, modelCalls, toolCalls } = run.usage.summary(durationMs);
	const usage = { inputTokens, outputTokens, costUsd, modelCalls, toolCalls };
	const origins = listOrigins(run.trail.entries);
	const read = origins.length > 0 && { origins };
	run.events.emit({ kind: 'finished', outcome, ...(errorCode !== undefined && { errorCode }), usage, durationMs, ...read });
}

/** Runs the preparation of a run. A failure is recorded and published, and the fault names the run. */
export async function beforeRun<Result>(request: AgentRequest, parts: AgentParts, work: () => Result | Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		const { definition, definitionSha256: sha256, host = 'agent' } = parts;
		const { by, conversationId, person } = request;
		const agent = { id: definition.id, version: definition.version, sha256 };
		throw isReal(parts) ? await tellRefusal({ id: nameRun(request), agent, host, by, conversationId, person }, error, parts) : error;
	}
}

export async function publish(run: Run, describe: (about: EventRun) => NewEvent | undefined, durationMs = workedMs(run)): Promise<void> {
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

export function measureEnded(run: Run, outcome: AgentOutcome): Measured {
	const isSupported = findSupport(outcome);
	return {
		durationMs: outcome.usage.durationMs,
		isSupported,
		input: { ...describeInput(run, outcome), ...describeReply(outcome, isSupported) },
	};
}

/** Agent calls are part of the run. Measures nothing without a receiver. */
export async function tellEnded(run: Run, rating: EndedRun['rating'], measure?: () => Measured): Promise<void> {
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

/** Returns whether the passages support the answer; undefined if it rests on none. */
const findSupport = ({ support, guardrails }: AgentOutcome): boolean | undefined =>
	support && !guardrails.some(({ code }) => code === 'SUPPORT');

export async function leave(run: Run): Promise<void> {
	const { parts, trail } = run;
	// Some may not have been opened.
	await Promise.allSettled((parts.toolSources ?? []).map((source) => source.close()));
	await noteRefused(run);
	parts.onTrail?.([...trail.entries]);
	await recordViolations(run);
}

export function recordViolations(run: Run, violations: Violation[] = run.guardrails): Promise<void> {
	const { parts, id, conversationId, person } = run;
	if (violations.length === 0 || !isReal(parts)) return Promise.resolve();
	return (run.recording ??= Promise.resolve(parts.recordViolations?.(violations, { run: id, conversationId, person })));
}

function describeReply(outcome: AgentOutcome, isSupported: boolean | undefined): ReplyTraits {
	const { kind, reply, usage } = outcome;
	const { toolCalls } = usage;
	return {
		reply: kind,
		...(kind === 'reply' && { 'reply-language': nameLanguage(reply) ?? 'none', 'reply-length': nameLength(reply) }),
		'reply-calls': toolCalls < 3 ? String(toolCalls) : 'many',
		...(isSupported !== undefined && { 'reply-support': isSupported ? 'supported' : 'not supported' }),
	};
}

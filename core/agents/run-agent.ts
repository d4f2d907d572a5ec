import { isTroupeError } from '../base/errors';
import { mapTexts } from '../base/text/map-texts';
import { parseTraceContext, readTraceContext } from '../base/trace-context';
import { readOrigin, withOrigin } from '../base/work-origin';
import { advance } from '../guardrails/policy/conversation-state';
import { collectCitations } from '../knowledge/grounding';
import type { Support } from '../knowledge/support/measure-support';
import { readAttempts } from '../llm/attempts';
import type { SpanFacts } from '../ports/tracing';
import { operation, toModelFacts, toTokenFacts } from '../tracing/gen-ai-facts';
import { inSpan } from '../tracing/in-span';
import type { AgentOutcome, JsonValue, Suspension, TeamCall } from './agent-outcome';
import { type AgentParts, isReal } from './agent-parts';
import { type AgentRequest, checkAgentRequest } from './agent-request';
import type { Citation } from '../knowledge/grounding';
import type { Conclusion } from './loop/conclusion/conclusion';
import { hideRemembered } from './loop/run/hide-remembered';
import { restoreOutput } from './loop/model/fit-output';
import { judgeConclusion } from './loop/conclusion/judge-conclusion';
import { openRun } from './loop/run/open-run';
import { hideOthers, restoreForAsker, withoutTypedTokens } from './loop/run/restore-for-asker';
import type { Run, Caller, MemberWaiting } from './loop/run/run';
import { explainStop, throwIfStopped } from './loop/conclusion/explain-stop';
import { UsageSum } from './loop/run/run-usage';
import { keepHolder } from './loop/team/held-conversation';
import { describeDecided } from './loop/trail/list-approved';
import { listOrigins } from './loop/trail/list-origins';
import { listSensitivity } from './loop/trail/list-sensitivity';
import { rateFault, rateOutcome } from './ended-run/rate-run';
import { nameRunIn } from './ended-run/name-run-in';
import { recordBegin, recordFault, recordOutcome, recordWaiting } from './ended-run/record-run';
import { findReason, toFaultEvent, toOutcomeEvent } from './ended-run/run-event';
import { chooseText } from './definition/standard-texts';
import { converse } from './loop/converse';
import { withHandOver } from './loop/conclusion/with-hand-over';
import { beforeRun, leave, measureEnded, publish, recordViolations, tellEnded, tellFinished, workedMs } from './ended-run/report-run';
import type { Ending, TrailEntry } from './loop/trail/trail-entry';

export type { AgentParts } from './agent-parts';

/**
 * Answers one message, or continues a suspended, retried or recorded run. Steps in its trail are not repeated.
 * @throws TroupeError for faults: a refused gate, no model available, a broken store, an invalid state; never for an agent that declines
 */
export async function runAgent(request: AgentRequest, parts: AgentParts, signal: AbortSignal): Promise<AgentOutcome> {
	await beforeRun(request, parts, () => checkAgentRequest(request));
	// Only a called agent's run leaves the wait to its caller.
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
	const origin = { run: (caller && readOrigin().run) ?? run.id, conversationId, person, ...(key !== undefined && { key }), ...ofAgent };
	return withOrigin(origin, () => traceRun(run, () => perform(run, parts, close)));
}

/** Finds the API key of the requester or decider, such as `k1` of `mcp:key:k1`. */
const findKey = ({ by, resume }: AgentRequest): string | undefined => /(?:^|:)key:([\w-]+)$/.exec(resume?.by ?? by ?? '')?.[1];

async function perform(run: Run, parts: AgentParts, close: () => Promise<void>): Promise<AgentOutcome | MemberWaiting> {
	let attempt: number | undefined;
	try {
		attempt = await recordBegin(run);
		const conclusion = await converse(run).catch((error: unknown) => concludeAtTimeLimit(run, error));
		if (conclusion.kind === 'waiting') {
			tellFinished(run, 'needs-human');
			await recordWaiting(run, conclusion, attempt);
			return conclusion;
		}
		const outcome = finish(run, 'state' in conclusion ? suspended(run, conclusion) : await end(run, conclusion));
		// A rollout is informed even without measurements.
		const rating = rateOutcome(parts, outcome);
		const ended = tellEnded(run, rating, () => measureEnded(run, outcome));
		await Promise.all([publish(run, (about) => toOutcomeEvent(about, outcome)), ended, recordOutcome(run, outcome, attempt)]);
		return await withHandOver(run, outcome);
	} catch (cause) {
		const error = nameOwnRun(explainStop(run, cause), run);
		// The trail has no entry for failed calls.
		const attempts = readAttempts(cause);
		if (attempts.length > 0) run.usage.add({ attempts });
		const rating = rateFault(parts, error);
		const { elapsedMs } = run.trail;
		tellFinished(run, 'failed', elapsedMs, isTroupeError(error) ? error.code : 'INTERNAL');
		await Promise.all([
			publish(run, (about) => toFaultEvent(about, error), elapsedMs),
			tellEnded(run, rating),
			recordFault(run, error, elapsedMs, attempt),
		]);
		throw error;
	} finally {
		try {
			await close();
		} finally {
			await leave(run);
		}
	}
}

const nameOwnRun = (error: unknown, { id, caller, parts }: Run): unknown =>
	caller || !parts.records || !isReal(parts) ? error : nameRunIn(error, id);

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

function concludeAtTimeLimit(run: Run, error: unknown): Conclusion {
	const { host, deadline, workingTime } = run;
	const isUp = !host.aborted && (deadline.expired() || workingTime.expired());
	const outOfTime = isUp && (error === workingTime.signal.reason || (isTroupeError(error) && error.code === 'CANCELLED'));
	if (outOfTime) return { kind: 'limit', limit: 'wall-clock' };
	throw error;
}

function describeTeam(trail: TrailEntry[], by: string, above: string[] = []): TeamCall[] {
	return trail.flatMap((entry) => {
		if (entry.kind !== 'tool-started' || entry.agent === undefined) return [];
		const { callId, agent } = entry;
		const path = [...above, callId];
		const own = trail.flatMap((each) => (each.kind === 'called' && each.callId === callId ? [each.entry] : []));
		const finished = trail.find((each) => each.kind === 'tool-finished' && each.callId === callId) as
			| TrailEntry<'tool-finished'>
			| undefined;
		const version = own.find((each) => each.kind === 'prepared')?.agent.version ?? '';
		return [
			{
				call: path.join('/'),
				by,
				agent: { id: agent, version },
				depth: path.length,
				usage: sumUsage(own),
				...(finished && { outcome: finished.outcome, durationMs: finished.durationMs }),
				...(finished?.errorCode !== undefined && { errorCode: finished.errorCode }),
				guardrails: own.flatMap((each) => ('violations' in each ? (each.violations ?? []) : [])),
			},
			...describeTeam(own, agent, path),
		];
	});
}

function sumUsage(own: TrailEntry[]): TeamCall['usage'] {
	const usage = new UsageSum();
	for (const entry of own) {
		if ((entry.kind === 'model' && entry.asked !== '') || entry.kind === 'summary') usage.add(entry);
		if (entry.kind === 'tool-started') usage.toolCalls += 1;
	}
	const { inputTokens, outputTokens, costUsd, modelCalls, toolCalls } = usage.summary(0);
	return { inputTokens, outputTokens, costUsd, modelCalls, toolCalls };
}

async function end(run: Run, conclusion: Conclusion): Promise<Ended> {
	const { trail, context } = run;
	const { ending, support } = await trail.step('ended', undefined, async () => {
		const endedEntry = await judgeConclusion(run, conclusion);
		throwIfStopped(run);
		// In parallel with the memory. `leave` waits for it, and reports its fault.
		recordViolations(run, [...run.guardrails, ...endedEntry.violations]).catch(() => undefined);
		await rememberTurn(run, endedEntry.ending);
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

async function rememberTurn(run: Run, ending: Ending): Promise<void> {
	const { parts, conversationId, person } = run;
	const { vault } = run.context;
	if (parts.mode === 'dry-run') return;
	await keepHolder(run);
	if (run.caller) return;
	const { memory, conversations, clock } = parts;
	if (!memory && !conversations) return;
	const reply = await vault.restore(ending.reply);
	await conversations?.change(conversationId, (state) => advance(state, reply));
	const isAnswered = ending.kind === 'reply' || ending.kind === 'needs-human' || (ending.kind === 'limit-reached' && ending.partial);
	if (!memory || !isAnswered) return;
	// Providers refuse a turn without text, and a photo without a caption is not stored.
	const message =
		(await withoutTypedTokens(run, run.message)) || (await vault.restore(run.trail.recorded('prepared')?.message ?? '')) || '[image]';
	const from = listOrigins(run.trail.entries);
	const origins = run.trail.recorded('prepared')?.origins ?? [];
	const said = { message: await hideRemembered(run, message), reply: await hideRemembered(run, reply) };
	const sensitivity = listSensitivity(run.trail.entries);
	const labels = { ...(origins.length > 0 && { origins }), ...(from.length > 0 && { from }), ...(sensitivity && { sensitivity }) };
	const decided = await mapTexts(describeDecided(run.trail.entries), async (text) => hideRemembered(run, await vault.restore(text)));
	const turn = { ...said, ...labels, ...decided, at: clock.now() };
	await memory.remember({ conversationId, person }, turn);
}

type Outcome = AgentOutcome | MemberWaiting;

/** Traces a run in a span. A continued run links to its start, in another trace or this one. */
async function traceRun(run: Run, work: () => Promise<Outcome>): Promise<Outcome> {
	const { parts } = run;
	if (!parts.tracing || parts.mode === 'replay') return work();
	const began = parseTraceContext(run.trail.peek('prepared', '')?.traceparent);
	const links = began && readTraceContext()?.traceparent !== began.traceparent ? [began] : [];
	const name = `invoke_agent ${parts.definition.name}`;
	return inSpan(parts.tracing, { name, facts: await describeRun(run), links }, async (span) => {
		try {
			const result = await work();
			span.set(describeEnd(run, result));
			return result;
		} catch (error) {
			span.set(describeUsage(run));
			throw error;
		}
	});
}

async function describeRun({ parts, id, caller, conversationId }: Run): Promise<SpanFacts> {
	const { definition, definitionSha256, host, tenant = 'default' } = parts;
	const { execution, process, instance, element } = readOrigin();
	const conversation = await parts.hashConversation?.(conversationId).catch(() => undefined);
	return {
		...operation('invoke_agent'),
		'gen_ai.agent.id': definition.id,
		'gen_ai.agent.name': definition.name,
		'gen_ai.agent.version': definition.version,
		'troupe.agent.sha256': definitionSha256,
		'troupe.run.id': id,
		'troupe.tenant': tenant,
		...(conversation !== undefined && { 'gen_ai.conversation.id': conversation }),
		...(host !== undefined && { 'troupe.host': host }),
		...(caller && { 'troupe.called_by': caller.run.parts.definition.id }),
		...(!isReal(parts) && { 'troupe.dry_run': true }),
		...(execution !== undefined && { 'n8n.execution.id': execution }),
		...(process !== undefined && { 'troupe.process.id': process }),
		...(instance !== undefined && { 'troupe.process.instance': instance }),
		...(element !== undefined && { 'troupe.process.element': element }),
	};
}

function describeUsage(run: Run): SpanFacts {
	const { inputTokens, outputTokens, costUsd, modelCalls, toolCalls, model } = run.usage.summary(workedMs(run));
	return {
		...(modelCalls > 0 && toTokenFacts({ inputTokens, outputTokens })),
		...(model !== null && toModelFacts(model)),
		'troupe.model_calls': modelCalls,
		'troupe.tool_calls': toolCalls,
		...(costUsd !== null && { 'troupe.cost.usd': costUsd }),
	};
}

function describeEnd(run: Run, ended: Outcome): SpanFacts {
	const reason = ended.kind === 'waiting' ? undefined : findReason(ended);
	const outcome = ended.kind === 'waiting' ? 'needs-human' : ended.kind;
	return { ...describeUsage(run), 'troupe.outcome': outcome, ...(reason !== undefined && { 'troupe.reason': reason }) };
}

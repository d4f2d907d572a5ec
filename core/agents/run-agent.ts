import { isTroupeError } from '../base/errors';
import { readOrigin, withOrigin } from '../base/work-origin';
import { readAttempts } from '../llm/attempts';
import type { AgentOutcome, Suspension } from './agent-outcome';
import { type AgentParts, isReal } from './agent-parts';
import { type AgentRequest, checkAgentRequest } from './agent-request';
import type { Citation } from '../knowledge/grounding';
import type { Conclusion } from './loop/conclusion/conclusion';
import { openRun } from './loop/run/open-run';
import type { Run, Caller, MemberWaiting } from './loop/run/run';
import { explainStop } from './loop/conclusion/explain-stop';
import { describeTeam } from './loop/team/describe-team';
import { listOrigins } from './loop/trail/list-origins';
import { listSensitivity } from './loop/trail/list-sensitivity';
import { rateFault, rateOutcome } from './ended-run/rate-run';
import { nameRunIn } from './ended-run/name-run-in';
import { recordBegin, recordFault, recordOutcome, recordWaiting } from './ended-run/record-run';
import { toFaultEvent, toOutcomeEvent } from './ended-run/run-event';
import { chooseText } from './definition/standard-texts';
import { converse } from './loop/converse';
import { end, type Ended } from './loop/conclusion/end-run';
import { withHandOver } from './loop/conclusion/with-hand-over';
import { traceRun } from './ended-run/trace-run';
import { beforeRun, leave, measureEnded, publish, tellEnded, tellFinished, workedMs } from './ended-run/report-run';

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
			...[publish(run, (about) => toFaultEvent(about, error), elapsedMs), tellEnded(run, rating)],
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

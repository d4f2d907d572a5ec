import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../../base/errors';
import type { RunStore } from '../../../ports/runs/runs';
import { elementSource } from '../../../ports/tools/tools';
import type { RunState } from '../../agent-outcome';
import type { AgentParts, Proof } from '../../agent-parts';
import type { AgentRequest } from '../../agent-request';
import { wasCancelled } from '../../ended-run/was-cancelled';
import { alreadyResumed, checkDecisions, refuseLate } from '../waiting/decisions';
import { ownRuns } from './own-runs';
import { openRunLog } from './run-log';
import { isTimedOut } from '../waiting/waiting-terms';
import { findVault } from '../waiting/waiting-vaults';
import type { TrailEntry } from '../trail/trail-entry';
import { asStartPoint, type StartPoint, readTrail, storesTrails } from './start-point';
import { findPeople } from '../../approvals/same-person';
import { findStarter, findSuspended } from '../waiting/read-stored-trail';
import { unwrapEntry } from '../trail/unwrap-entry';

/** Claims a suspended run for a decision. @throws TroupeError RUN_STATE_INVALID, RUN_FOREIGN, RUN_ALREADY_RESUMED, DECISION_REFUSED */
export async function resume(
	request: AgentRequest,
	state: RunState,
	{ decisions: decisionInput, by, login }: NonNullable<AgentRequest['resume']>,
	parts: AgentParts,
): Promise<StartPoint> {
	const [isSamePerson, proofs] = await Promise.all([
		findPeopleOf(state, by, parts),
		readProofs(state, { decisions: decisionInput, by }, parts),
	]);
	const decisions = checkDecisions(state, { decisions: decisionInput, by, login }, parts.clock.now(), {
		rules: parts.approvals,
		isSamePerson,
		proofs,
	});
	const { runId, conversationId, person } = state;
	const handedOver = readTrail(state.trail);
	refuseElements(handedOver, parts);
	const isEscalated = decisions.length === 0 && state.whenTimedOut === 'escalate';
	const escalated = isEscalated ? listSuspensions(handedOver) : undefined;
	if (parts.mode === 'dry-run') return { runId, conversationId, person, recorded: handedOver, decisions, escalated };
	const runs = parts.runs ?? ownRuns;
	await refuseForeign(runs, state);
	const isStored = storesTrails(parts);
	const isLate = isTimedOut(state, parts.clock.now()) && (decisionInput as unknown[]).length > 0;
	// A decision in time can finish the run after the deadline.
	if (isLate && !(isStored && (await wasDecided(runs, state)))) refuseLate(state);
	const claim = await runs.claim(state.id, request.runId ?? randomUUID(), isStored, decisions[0]?.by);
	if (claim === 'cancelled') throw wasCancelled(runId);
	if (claim === 'taken') throw alreadyResumed();
	if (!isStored) return { runId, conversationId, person, recorded: handedOver, decisions, escalated, vault: findVault(state.id) };
	const log = await openRunLog(runs, runId, conversationId, person);
	if (claim === 'shared' && isContinued(log.recorded, state.id)) {
		await log.close();
		throw alreadyResumed();
	}
	// The run continued in this store before, so the store has more than the state.
	for (const entry of handedOver.slice(log.recorded.length)) log.add(entry);
	const recorded = [...log.recorded, ...handedOver.slice(log.recorded.length)];
	return { runId, conversationId, person, recorded, decisions, escalated, ...asStartPoint(log) };
}

function listSuspensions(trail: TrailEntry[]): ReadonlySet<string> {
	const own = trail.map(unwrapEntry);
	return new Set(own.flatMap((entry) => (entry.kind === 'suspended' ? [entry.id] : [])));
}

async function wasDecided(runs: RunStore, { runId, conversationId, person, id }: RunState): Promise<boolean> {
	const log = await openRunLog(runs, runId, conversationId, person);
	try {
		const suspension = log.recorded.findIndex((entry) => entry.kind === 'suspended' && entry.id === id);
		return log.recorded.slice(suspension + 1).some(isDecision);
	} finally {
		await log.close();
	}
}

const isDecision = (entry: TrailEntry): boolean => ['decision', 'agreed'].includes(unwrapEntry(entry).kind);

/** Refuses decisions about elements: only the sub-process job can start them, so a decision here would be lost. */
function refuseElements(trail: TrailEntry[], { tools = [] }: AgentParts): void {
	const waited = trail.findLast((entry) => entry.kind === 'suspended');
	const element = waited?.sources.find((source) => source.startsWith(elementSource) && !tools.some((tool) => tool.source === source));
	if (element === undefined) return;
	throw new TroupeError({
		code: 'RUN_STATE_INVALID',
		message: `The suspended run cannot be continued here: it waits to start "${element.slice(elementSource.length)}", which is an element of a process.`,
		fix: 'Decide in the process: complete its user task with "decisions".',
	});
}

/** Another store does not know if the run was resumed here: the same decision would count once in each. */
async function refuseForeign(runs: RunStore, { store }: RunState): Promise<void> {
	if (store === (await runs.identity())) return;
	throw new TroupeError({
		code: 'RUN_FOREIGN',
		message:
			'This suspended run waits in another store, such as the state folder of another machine. Only there is it known whether it was resumed.',
		fix: 'Resume it with the TROUPE_HOME or TROUPE_DATABASE_URL with which it was suspended. Give machines that continue runs of each other the same TROUPE_DATABASE_URL.',
		// Another worker can have that folder.
		retryable: true,
	});
}

/**
 * Returns whether a resumed run came to its end or to a later decision. Otherwise its process ended before, and another resume takes it there:
 * recorded decisions and calls are not repeated.
 */
function isContinued(recorded: TrailEntry[], suspension: string): boolean {
	const since = recorded.slice(recorded.findIndex((entry) => entry.kind === 'suspended' && entry.id === suspension) + 1);
	const next = since.findIndex(({ kind }) => kind === 'suspended');
	return since.some(
		(entry, index) =>
			entry.kind === 'ended' ||
			isAtWork(entry) ||
			(next >= 0 && isDecision(entry) && (index > next || unwrapEntry(entry).kind === 'agreed')),
	);
}

/** Returns whether a process was told to perform calls: another one must not repeat them. */
const isAtWork = (entry: TrailEntry): boolean => entry.kind === 'suspended' && entry.outside !== undefined;

/** Returns the proofs of approval statements by call, if the host demands some. */
async function readProofs(
	{ runId }: Pick<RunState, 'runId'>,
	{ decisions, by }: Pick<NonNullable<AgentRequest['resume']>, 'decisions' | 'by'>,
	{ approvals, verifyStatement }: Pick<AgentParts, 'approvals' | 'verifyStatement'>,
): Promise<ReadonlyMap<string, Proof>> {
	const proofs = new Map<string, Proof>();
	if (approvals?.signed === undefined || !verifyStatement || !Array.isArray(decisions)) return proofs;
	for (const decision of decisions) {
		if (decision?.kind !== 'approval' || decision.approved !== true) continue;
		const { id: callId, approved, statement, viewSha256 } = decision;
		if (typeof statement !== 'string' || typeof viewSha256 !== 'string') continue;
		proofs.set(callId, await verifyStatement({ runId, callId, approved, statement, viewSha256, ...(by !== undefined && { by }) }));
	}
	return proofs;
}

function findPeopleOf({ trail }: Pick<RunState, 'trail'>, by: string | undefined, parts: Pick<AgentParts, 'listKin'>) {
	const pending = findSuspended(trail)?.pending ?? [];
	const approved = pending.flatMap((one) => (one.kind === 'approval' ? (one.approvedBy ?? []) : []));
	return findPeople(
		[by, findStarter(trail), ...approved].filter((name) => name !== undefined),
		parts,
	);
}

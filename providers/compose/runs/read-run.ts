import type { AgentEvent } from '../../../core/agents/agent-event';
import type { PendingDecision, RunState, RunUsage } from '../../../core/agents/agent-outcome';
import type { RunStep } from '../../../core/agents/loop/trail/list-steps';
import { tellTrail } from '../../../core/agents/loop/trail/tell-trail';
import type { Ending, TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import { toIso } from '../../../core/base/iso-time';
import { systemClock } from '../../../core/ports/host';
import type { RunContent } from '../../../core/ports/runs/run-content';
import { byOperator, type RecordedState, type RunOf } from '../../../core/ports/runs/run-records';
import type { UsageTotal } from '../../../core/ports/usage';
import type { RecordedRun } from '../../state/runs/list-runs';
import type { ListedRun } from '../../state/runs/suspensions';
import type { Host } from '../hosts/host';
import { composeUsageStore } from '../models/usage';
import { type Canceller, findCanceller } from './cancel-run';
import { findTrail, showTrail, type ShownTexts } from './find-trail';
import { linkRun, type RunLinks } from './link-run';
import { openRuns } from '../state/host-runs';
import { readPendingOf } from '../state/read-pending';
import { unknownRun } from './unknown-run';

const withoutEnd: readonly RecordedState[] = ['running', 'interrupted', 'cancelled'];

/** Returns usage from steps, else the record, else the ledger. Calls in progress and lost calls count with their reservation, as an estimate. */
async function readRunUsage(stored: RecordedRun, told: RunUsage | undefined, host: Host): Promise<RunUsage> {
	const usage = told ?? toUsage(stored);
	if (!withoutEnd.includes(stored.state)) return usage;
	const ledger = await composeUsageStore(host, false);
	const totals = await ledger.totals({ by: ['model'], tenant: stored.tenant, run: stored.runId }, (host.clock ?? systemClock).now());
	if (totals.length === 0) return usage;
	const sum = (count: (total: UsageTotal) => number) => totals.reduce((all, total) => all + count(total), 0);
	const modelCalls = sum(({ calls }) => calls);
	const unpriced = sum((total) => total.unpriced);
	return {
		...usage,
		inputTokens: sum(({ inputTokens }) => inputTokens),
		outputTokens: sum(({ outputTokens }) => outputTokens),
		costUsd: unpriced === modelCalls ? null : sum(({ costUsd }) => costUsd),
		...(unpriced > 0 && unpriced < modelCalls && { costIsPartial: true }),
		model: usage.model ?? totals[0]!.group.model ?? null,
		modelCalls,
		estimated: sum(({ estimated, open, lost }) => estimated + open + lost) > 0,
		durationMs: Math.max(usage.durationMs, (stored.endedAt ?? stored.lastUsed) - stored.startedAt),
	};
}

function toUsage({ inputTokens, outputTokens, costUsd, model, durationMs, modelCalls, toolCalls }: RecordedRun): RunUsage {
	return {
		inputTokens: inputTokens ?? 0,
		outputTokens: outputTokens ?? 0,
		costUsd: costUsd ?? null,
		model: model ?? null,
		durationMs: durationMs ?? 0,
		modelCalls: modelCalls ?? 0,
		toolCalls: toolCalls ?? 0,
		estimated: false,
		priceTable: null,
		attempts: [],
	};
}

export const unknownAgent = '?';

export interface ShownRun {
	runId: string;
	/** `sha256`: of the definition at the start. */
	agent: { id: string; version: string; sha256?: string };
	by?: string;
	startedAt?: string;
	host: string | null;
	state: RecordedState;
	of: RunOf;
	links: RunLinks;
	isOverdue?: true;
	outcome: string | null;
	cancelled?: Canceller;
	errorCode: string | null;
	error: string | null;
	fix: string | null;
	recorded?: number;
	waiting?: Pick<ListedRun, 'since' | 'decideBy' | 'whenTimedOut' | 'expiresAt' | 'host'>;
	pending?: PendingDecision[];
	message: string | null;
	kept?: RunContent;
	isRevealable?: true;
	events: AgentEvent[];
	steps: RunStep[];
	usage: RunUsage;
	reply: string | null;
	ending?: Ending;
}

/** @throws TroupeError RESOURCE_NOT_FOUND, RUN_STATE_INVALID for one whose steps were changed, VAULT_UNREADABLE */
export async function readRun(runId: string, host: Host, { texts = 'masked' }: { texts?: ShownTexts } = {}): Promise<ShownRun> {
	const store = await openRuns(host, host.stateFolder!);
	const [stored, suspended, [listed]] = await Promise.all([store.find(runId), store.findSuspended(runId), store.listSuspended({ runId })]);
	const state = suspended?.state as RunState | undefined;
	if (!stored && !state) throw unknownRun(runId);
	const { entries: trail, isRevealable } = await showTrail(await findTrail(stored, state, store, host), texts);
	const told = readTrail(runId, trail);
	const cancelled = stored?.reason === byOperator && (await findCanceller(runId, host));
	return {
		runId,
		...describeStart(trail, stored, state),
		...describeState(stored, listed),
		...(cancelled && { cancelled }),
		links: linkRun(stored?.of ?? {}, host.environment),
		...(stored && stored.trail.length > 0 && { recorded: stored.trail.length }),
		...(listed && state && { waiting: pickTerms(listed), pending: await readPendingOf(state, host) }),
		...told,
		...(isRevealable && { isRevealable: true as const }),
		...(stored && { usage: await readRunUsage(stored, trail.length === 0 ? undefined : told.usage, host) }),
	};
}

function describeStart(
	trail: TrailEntry[],
	stored: RecordedRun | undefined,
	state: RunState | undefined,
): Pick<ShownRun, 'agent' | 'by' | 'startedAt' | 'host' | 'of'> {
	const prepared = trail.find((entry) => entry.kind === 'prepared');
	const { id, version, sha256 } = prepared?.agent ?? stored?.agent ?? state?.agent ?? { id: unknownAgent, version: unknownAgent };
	const by = prepared?.by ?? stored?.by ?? undefined;
	const startedAt = stored?.startedAt ? toIso(stored.startedAt) : prepared?.at;
	return {
		agent: { id, version, ...(sha256 !== undefined && { sha256 }) },
		...(by !== undefined && { by }),
		...(startedAt !== undefined && { startedAt }),
		host: stored?.host ?? null,
		of: stored?.of ?? {},
	};
}

function describeState(
	stored: RecordedRun | undefined,
	listed: ListedRun | undefined,
): Pick<ShownRun, 'state' | 'isOverdue' | 'outcome' | 'errorCode' | 'error' | 'fix'> {
	return {
		// After a decision, the resuming process may have ended: the record is newer.
		state: listed?.status === 'interrupted' && (stored?.state ?? 'waiting') === 'waiting' ? 'interrupted' : (stored?.state ?? 'waiting'),
		...(listed?.status === 'timed-out' && { isOverdue: true }),
		outcome: stored?.outcome ?? null,
		errorCode: stored?.errorCode ?? null,
		error: stored?.error ?? null,
		fix: stored?.fix ?? null,
	};
}

const pickTerms = ({ since, decideBy, whenTimedOut, expiresAt, host }: ListedRun) => ({ since, decideBy, whenTimedOut, expiresAt, host });

export function readTrail(
	runId: string,
	entries: TrailEntry[],
): Pick<ShownRun, 'events' | 'steps' | 'usage' | 'message' | 'reply' | 'ending' | 'kept'> {
	const { events, steps, usage } = tellTrail(runId, entries);
	const prepared = entries.find((entry) => entry.kind === 'prepared');
	const ended = entries.find((entry) => entry.kind === 'ended');
	return {
		message: prepared?.message || null,
		...(prepared?.kept && { kept: prepared.kept }),
		events,
		steps,
		usage,
		reply: ended?.ending.reply || null,
		ending: ended?.ending,
	};
}

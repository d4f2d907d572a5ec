import type { AgentEvent } from '../../../core/agents/agent-event';
import type { PendingDecision, RunState, RunUsage } from '../../../core/agents/agent-outcome';
import type { RunStep } from '../../../core/agents/loop/trail/list-steps';
import { tellTrail } from '../../../core/agents/loop/trail/tell-trail';
import type { Ending, TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import { toIso } from '../../../core/base/iso-time';
import type { RunContent } from '../../../core/ports/runs/run-content';
import { byOperator, type RecordedState, type RunOf } from '../../../core/ports/runs/run-records';
import type { RecordedRun } from '../../state/runs/list-runs';
import type { ListedRun } from '../../state/runs/suspensions';
import type { Host } from '../hosts/host';
import { type Canceller, findCanceller } from './cancel-run';
import { findTrail, showTrail, type ShownTexts } from './find-trail';
import { linkRun, type RunLinks } from './link-run';
import { openRuns } from '../state/host-runs';
import { readPendingOf } from '../state/read-pending';
import { readRunUsage } from './read-usage';
import { unknownRun } from './unknown-run';

/** The name of the agent of a run that is not one of an agent, or whose agent is not stored. */
export const unknownAgent = '?';

/** Stored run. Texts are masked, except in what a person has to decide. */
export interface ShownRun {
	runId: string;
	/** `sha256`: of the definition that the run began with. */
	agent: { id: string; version: string; sha256?: string };
	/** Who asked for it, through which interface, and when it began; absent where the first step is not stored. */
	by?: string;
	startedAt?: string;
	/** The host that ran it, such as `n8n`. */
	host: string | null;
	state: RecordedState;
	/** What it belongs to: a workflow and its execution, a process and its instance, a channel. */
	of: RunOf;
	links: RunLinks;
	/** Set where nobody decided in time. */
	isOverdue?: true;
	outcome: string | null;
	/** Who cancelled it, and why. */
	cancelled?: Canceller;
	/** The code of the fault that ended it. */
	errorCode: string | null;
	/** Its text. */
	error: string | null;
	/** What to do about it. */
	fix: string | null;
	/** Number of stored steps, all as they were recorded; absent for a run whose steps are in its sealed state alone. */
	recorded?: number;
	/** Deadlines of a waiting run. */
	waiting?: Pick<ListedRun, 'since' | 'decideBy' | 'whenTimedOut' | 'expiresAt' | 'host'>;
	pending?: PendingDecision[];
	message: string | null;
	/** What it has of the texts. */
	kept?: RunContent;
	/** They are stored whole, and shown for a reason. */
	isRevealable?: true;
	events: AgentEvent[];
	/** The same in other words: each step with its time, its cost and what it was about. */
	steps: RunStep[];
	usage: RunUsage;
	reply: string | null;
	/** How it ended; absent while it waits, and for a run without stored steps. */
	ending?: Ending;
}

/** Reads a run with its steps. @throws TroupeError RESOURCE_NOT_FOUND, RUN_STATE_INVALID for one whose steps were changed, VAULT_UNREADABLE */
export async function readRun(runId: string, host: Host, { texts = 'masked' }: { texts?: ShownTexts } = {}): Promise<ShownRun> {
	const store = await openRuns(host, host.stateFolder!);
	const [stored, suspended, [listed]] = await Promise.all([store.find(runId), store.findSuspended(runId), store.listSuspended({ runId })]);
	const state = suspended?.state as RunState | undefined;
	if (!stored && !state) throw unknownRun(runId);
	const { entries: trail, isRevealable } = await showTrail(await findTrail(stored, state, store, host), texts);
	const told = readTrail(runId, trail);
	const cancelled = stored?.reason === byOperator && (await findCanceller(runId, host));
	return {
		...{
			runId,
			...describeStart(trail, stored, state),
			...describeState(stored, listed),
			...(cancelled && { cancelled }),
			links: linkRun(stored?.of ?? {}, host.environment),
		},
		...(stored && stored.trail.length > 0 && { recorded: stored.trail.length }),
		...(listed && state && { waiting: pickTerms(listed), pending: await readPendingOf(state, host) }),
		...told,
		...(isRevealable && { isRevealable: true as const }),
		...(stored && { usage: await readRunUsage(stored, trail.length === 0 ? undefined : told.usage, host) }),
	};
}

/** Says which definition ran, for whom, and since when, as its first step was recorded. */
function describeStart(
	trail: TrailEntry[],
	stored: RecordedRun | undefined,
	state: RunState | undefined,
): Pick<ShownRun, 'agent' | 'by' | 'startedAt' | 'host' | 'of'> {
	const prepared = trail.find((entry) => entry.kind === 'prepared');
	const { id, version, sha256 } = prepared?.agent ?? stored?.agent ?? state?.agent ?? { id: unknownAgent, version: unknownAgent };
	const by = prepared?.by ?? stored?.by ?? undefined;
	// The first step is recorded after what it took to prepare the run.
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
		// Somebody decided, and the process that goes on may have ended: what the record says is newer.
		state: listed?.status === 'interrupted' && (stored?.state ?? 'waiting') === 'waiting' ? 'interrupted' : (stored?.state ?? 'waiting'),
		...(listed?.status === 'timed-out' && { isOverdue: true }),
		outcome: stored?.outcome ?? null,
		errorCode: stored?.errorCode ?? null,
		error: stored?.error ?? null,
		fix: stored?.fix ?? null,
	};
}

const pickTerms = ({ since, decideBy, whenTimedOut, expiresAt, host }: ListedRun) => ({ since, decideBy, whenTimedOut, expiresAt, host });

/** Reads the trail as every host tells of a run. */
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

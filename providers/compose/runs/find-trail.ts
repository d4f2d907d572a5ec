import type { RunState } from '../../../core/agents/agent-outcome';
import { keepContent } from '../../../core/agents/ended-run/keep-content';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import type { RunContent } from '../../../core/ports/runs/run-content';
import type { RecordedRun } from '../../state/runs/list-runs';
import type { StoredRuns } from '../../state/runs/run-store';
import type { Host } from '../hosts/host';
import { readRunContent } from '../state/host-tenants';
import { hideText } from '../state/run-recorder';

/** How much of the texts of a run a reader gets: without personal data, keys and passwords, or all that its tenant keeps. */
export type ShownTexts = 'masked' | 'kept';

export interface ShownTrail {
	entries: TrailEntry[];
	/** More of its texts is stored than the entries have. */
	isRevealable: boolean;
}

type StoredRun = RecordedRun & { trail: unknown[] };

/** Finds the steps of a run, of which its tenant decides how much is kept. */
export async function findTrail(stored: StoredRun | undefined, state: RunState | undefined, store: StoredRuns, host: Host) {
	if (stored?.of.caller !== undefined) return readMemberTrail(store, stored);
	if (stored && stored.trail.length > 0) return stored.trail as TrailEntry[];
	// The trail of a run without tools is in its state alone, which is whole for the run.
	const whole = (state?.trail ?? []) as TrailEntry[];
	const content = await readRunContent(host);
	return content === 'full' || whole.length === 0 ? whole : keepOf(whole, content);
}

/** The steps of a called agent are in the trail of the run that called it, which can be called itself; an agent in the sandbox has its own. */
async function readMemberTrail(store: StoredRuns, { runId, trail, of: { caller } }: StoredRun): Promise<TrailEntry[]> {
	const above = trail.length > 0 || caller === undefined ? undefined : await store.find(caller);
	if (!above) return trail as TrailEntry[];
	const entries = await readMemberTrail(store, above);
	const called = entries.filter((entry) => entry.kind === 'called');
	// The call can have another name where the texts of the run are masked.
	const began = called.find(({ entry }) => entry.kind === 'prepared' && entry.runId === runId);
	const kept = readKept(entries);
	const own = called.flatMap(({ callId, entry }) => (callId === began?.callId ? [entry] : []));
	// The first step of the caller alone says what was kept.
	return own.map((entry) => (entry.kind === 'prepared' && kept !== undefined ? { ...entry, kept } : entry));
}

/** Hides of a trail what its reader does not get. */
export async function showTrail(entries: TrailEntry[], texts: ShownTexts): Promise<ShownTrail> {
	const isMasked = texts === 'masked' && isKeptWhole(entries);
	return { entries: isMasked ? await keepOf(entries, 'masked') : entries, isRevealable: isMasked };
}

/** Returns whether the texts of a run are stored as they were said. */
export const isKeptWhole = (entries: readonly TrailEntry[]): boolean => entries.length > 0 && (readKept(entries) ?? 'full') === 'full';

const readKept = (entries: readonly TrailEntry[]): RunContent | undefined => entries.find((entry) => entry.kind === 'prepared')?.kept;

const keepOf = async (entries: TrailEntry[], content: Exclude<RunContent, 'full'>) =>
	(await keepContent(entries, content, hideText)) as TrailEntry[];

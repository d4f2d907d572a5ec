import type { RunState } from '../../../core/agents/agent-outcome';
import { keepContent } from '../../../core/agents/ended-run/keep-content';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import type { RunContent } from '../../../core/ports/runs/run-content';
import type { RecordedRun } from '../../state/runs/list-runs';
import type { StoredRuns } from '../../state/runs/run-store';
import type { Host } from '../hosts/host';
import { readRunContent } from '../state/host-tenants';
import { hideText } from '../state/run-recorder';

/** `masked`: without personal data, keys and passwords; `kept`: all that the tenant stores. */
export type ShownTexts = 'masked' | 'kept';

interface ShownTrail {
	entries: TrailEntry[];
	isRevealable: boolean;
}

type StoredRun = RecordedRun & { trail: unknown[] };

export async function findTrail(stored: StoredRun | undefined, state: RunState | undefined, store: StoredRuns, host: Host) {
	if (stored?.of.caller !== undefined) return readMemberTrail(store, stored);
	if (stored && stored.trail.length > 0) return stored.trail as TrailEntry[];
	// A run without tools has its trail only in its state, which is complete.
	const whole = (state?.trail ?? []) as TrailEntry[];
	const content = await readRunContent(host);
	return content === 'full' || whole.length === 0 ? whole : keepOf(whole, content);
}

/** Steps of a called agent are in its caller's trail; an agent in the sandbox has its own. */
async function readMemberTrail(store: StoredRuns, { runId, trail, of: { caller } }: StoredRun): Promise<TrailEntry[]> {
	const above = trail.length > 0 || caller === undefined ? undefined : await store.find(caller);
	if (!above) return trail as TrailEntry[];
	const entries = await readMemberTrail(store, above);
	const called = entries.filter((entry) => entry.kind === 'called');
	const began = called.find(({ entry }) => entry.kind === 'prepared' && entry.runId === runId);
	const kept = readKept(entries);
	const own = called.flatMap(({ callId, entry }) => (callId === began?.callId ? [entry] : []));
	// Only the caller's first step tells what is stored.
	return own.map((entry) => (entry.kind === 'prepared' && kept !== undefined ? { ...entry, kept } : entry));
}

export async function showTrail(entries: TrailEntry[], texts: ShownTexts): Promise<ShownTrail> {
	const isMasked = texts === 'masked' && isKeptWhole(entries);
	return { entries: isMasked ? await keepOf(entries, 'masked') : entries, isRevealable: isMasked };
}

const isKeptWhole = (entries: readonly TrailEntry[]): boolean => entries.length > 0 && (readKept(entries) ?? 'full') === 'full';

const readKept = (entries: readonly TrailEntry[]): RunContent | undefined => entries.find((entry) => entry.kind === 'prepared')?.kept;

const keepOf = async (entries: TrailEntry[], content: Exclude<RunContent, 'full'>) =>
	(await keepContent(entries, content, hideText)) as TrailEntry[];

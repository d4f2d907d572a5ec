import { randomUUID } from 'node:crypto';
import { keepRenewing } from '../../../base/async/keep-renewing';
import { whenReachable } from '../../../base/async/when-reachable';
import type { RunStore } from '../../../ports/runs/runs';
import type { TrailLog } from '../trail/trail';
import type { TrailEntry } from '../trail/trail-entry';

/** A run stays reserved this long after its process ended. */
const defaultLeaseMs = 30_000;
/** Max delay of storing steps, also for a run that only reads: other machines follow it by them. */
const unseenMs = 1_000;

/** A run's trail in a store, reserved until it is closed. */
export interface RunLog extends TrailLog {
	readonly recorded: TrailEntry[];
	/** Aborted on a lost lease, so that the run stops. */
	readonly leaseLost: AbortSignal;
	close(): Promise<void>;
}

/** @throws TroupeError RUN_TAKEN */
export async function openRunLog(
	store: RunStore,
	runId: string,
	conversationId: string,
	person?: string,
	leaseMs = defaultLeaseMs,
): Promise<RunLog> {
	const holder = randomUUID();
	const recorded = (await store.open(runId, holder, leaseMs, conversationId, person)) as TrailEntry[];
	const lost = new AbortController();
	let waiting: TrailEntry[] = [];
	let written: Promise<void> = Promise.resolve();
	let planned: Promise<void> | undefined;
	let synced = false;
	let later: NodeJS.Timeout | undefined;

	function secure(forGood: boolean): Promise<void> {
		synced ||= forGood;
		if (waiting.length > 0) planned ??= Promise.resolve().then(writeWaiting);
		return planned ?? written;
	}
	function writeWaiting(): Promise<void> {
		clearTimeout(later);
		later = undefined;
		const entries = waiting;
		const isSynced = synced;
		[waiting, planned, synced] = [[], undefined, false];
		return (written = written.then(() => write(entries, isSynced)));
	}

	let stored = recorded.length;
	let renewedAt = performance.now();
	/** A database that restarts within the lease loses no result of a made call. */
	async function write(entries: TrailEntry[], isSynced: boolean): Promise<void> {
		await whenReachable(
			async () => {
				const startedAt = performance.now();
				await store.append(runId, holder, entries, { from: stored, leaseMs, synced: isSynced });
				[stored, renewedAt] = [stored + entries.length, startedAt];
			},
			renewedAt + leaseMs - performance.now(),
		);
	}
	const stopRenewing = keepRenewing(
		leaseMs / 3,
		() => (written = written.then(() => write([], false))),
		(error) => lost.abort(error),
	);
	return {
		recorded,
		leaseLost: lost.signal,
		add(entry) {
			waiting.push(entry);
			// The next step that needs the disk meets the fault.
			later ??= setTimeout(() => void secure(false).catch(() => undefined), unseenMs).unref();
		},
		secure,
		async close() {
			stopRenewing();
			try {
				await secure(false);
			} finally {
				await store.release(runId, holder);
			}
		},
	};
}

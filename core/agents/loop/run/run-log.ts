import { randomUUID } from 'node:crypto';
import type { RunStore } from '../../../ports';
import type { TrailLog } from '../trail/trail';
import type { TrailEntry } from '../trail/trail-entry';

/** How long a run stays taken when its process is gone. */
const LEASE_MS = 30_000;

/** A run's place in a store, taken until it is closed. */
export interface RunLog extends TrailLog {
	readonly recorded: TrailEntry[];
	/** Of the lease, where it could not be kept: the run must not go on. */
	readonly lost: AbortSignal;
	close(): Promise<void>;
}

/** @throws TroupeError RUN_TAKEN */
export async function openRunLog(store: RunStore, runId: string, conversationId: string): Promise<RunLog> {
	const holder = randomUUID();
	const recorded = (await store.open(runId, holder, LEASE_MS, conversationId)) as TrailEntry[];
	const lost = new AbortController();
	let waiting: TrailEntry[] = [];
	let written: Promise<void> = Promise.resolve();
	let planned: Promise<void> | undefined;
	let synced = false;

	/** What is added in the same turn, such as calls that start together, is written at once. */
	function secure(forGood: boolean): Promise<void> {
		synced ||= forGood;
		if (waiting.length > 0) planned ??= Promise.resolve().then(writeWaiting);
		return planned ?? written;
	}
	function writeWaiting(): Promise<void> {
		const [entries, options] = [waiting, { leaseMs: LEASE_MS, synced }];
		[waiting, planned, synced] = [[], undefined, false];
		return (written = written.then(() => store.append(runId, holder, entries, options)));
	}

	const renewal = setInterval(() => {
		written = written.then(() => store.append(runId, holder, [], { leaseMs: LEASE_MS, synced: false }));
		written.catch((error: unknown) => lost.abort(error));
	}, LEASE_MS / 3);
	renewal.unref();
	return {
		recorded,
		lost: lost.signal,
		add: (entry) => void waiting.push(entry),
		secure,
		async close() {
			clearInterval(renewal);
			try {
				await secure(false);
			} finally {
				await store.release(runId, holder);
			}
		},
	};
}

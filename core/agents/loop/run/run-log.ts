import { randomUUID } from 'node:crypto';
import { isTroupeError } from '../../../base/errors';
import type { RunStore } from '../../../ports';
import type { TrailLog } from '../trail/trail';
import type { TrailEntry } from '../trail/trail-entry';

/** How long a run stays reserved after its process ended. */
const leaseMs = 30_000;

/** A run's trail in a store, reserved until it is closed. */
export interface RunLog extends TrailLog {
	readonly recorded: TrailEntry[];
	/** Aborted if the lease was lost, so that the run stops. */
	readonly leaseLost: AbortSignal;
	close(): Promise<void>;
}

/** @throws TroupeError RUN_TAKEN */
export async function openRunLog(store: RunStore, runId: string, conversationId: string, person?: string): Promise<RunLog> {
	const holder = randomUUID();
	const recorded = (await store.open(runId, holder, leaseMs, conversationId, person)) as TrailEntry[];
	const lost = new AbortController();
	let waiting: TrailEntry[] = [];
	let written: Promise<void> = Promise.resolve();
	let planned: Promise<void> | undefined;
	let synced = false;

	/** Entries that are added together, such as calls that start together, are written together. */
	function secure(forGood: boolean): Promise<void> {
		synced ||= forGood;
		if (waiting.length > 0) planned ??= Promise.resolve().then(writeWaiting);
		return planned ?? written;
	}
	function writeWaiting(): Promise<void> {
		const [entries, options] = [waiting, { leaseMs: leaseMs, synced }];
		[waiting, planned, synced] = [[], undefined, false];
		return (written = written.then(() => store.append(runId, holder, entries, options)));
	}

	let renewedAt = performance.now();
	/** One failed renewal does not stop the run: the store can be back before the lease ends. */
	const renew = async (): Promise<void> => {
		const startedAt = performance.now();
		try {
			await store.append(runId, holder, [], { leaseMs, synced: false });
			renewedAt = startedAt;
		} catch (error) {
			const isLost = !isTroupeError(error) || !error.retryable || error.code === 'RUN_TAKEN';
			if (isLost || performance.now() - renewedAt >= leaseMs) throw error;
		}
	};
	const renewal = setInterval(() => {
		written = written.then(renew);
		written.catch((error: unknown) => lost.abort(error));
	}, leaseMs / 3);
	renewal.unref();
	return {
		recorded,
		leaseLost: lost.signal,
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

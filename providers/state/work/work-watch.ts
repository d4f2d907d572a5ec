import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import { everyTenant, type StateConnection, type StateDatabase } from '../../database/state-database';
import { kindsWithDueWork } from './due-work';

/** Longer than a second, because a look comes up to a fifth of it earlier. */
const usualPollMs = 1_250;
/** Runners with wake-ups do not poll. */
const onlyTold = 3_600_000;

export interface Watched {
	kind: string;
	database: StateDatabase;
	/** Milliseconds since the epoch, by the connection's machine. */
	now: (connection: StateConnection) => number;
	wakeUps: WakeUps;
	/** Poll interval for processes without wake-ups. Default about a second. */
	pollMs?: number;
}

type Place = string | StateDatabase;

const topicOf = (kind: string): string => `work ${kind}`;

export const tellWork = (wakeUps: WakeUps, kind: string): void => wakeUps.wake(topicOf(kind));

/** One poll per process and place serves all kinds. */
const watches = new WeakMap<WakeUps, Map<Place, WorkWatch>>();

/** Calls `wake` when work is due or announced. @returns a function that ends it */
export function watchWork(watched: Watched, wake: () => void): () => void {
	const { kind, database, wakeUps } = watched;
	const ofPlaces = watches.get(wakeUps) ?? new Map<Place, WorkWatch>();
	watches.set(wakeUps, ofPlaces);
	const place = database.place ?? database;
	const watch = ofPlaces.get(place) ?? new WorkWatch();
	ofPlaces.set(place, watch);
	const endTold = wakeUps.listen(topicOf(kind), wake, onlyTold);
	const endLook = watch.add(watched, wake);
	return () => {
		endTold();
		if (endLook()) ofPlaces.delete(place);
	};
}

class WorkWatch {
	readonly #watchers = new Set<{ watched: Watched; wake: () => void }>();
	#end: (() => void) | undefined;
	#isLooking = false;

	/** @returns a function that ends it, and returns true for the last watcher */
	add(watched: Watched, wake: () => void): () => boolean {
		const watcher = { watched, wake };
		this.#watchers.add(watcher);
		this.#end ??= watched.wakeUps.listen('work', () => void this.#look(), watched.pollMs ?? usualPollMs);
		return () => {
			this.#watchers.delete(watcher);
			if (this.#watchers.size > 0) return false;
			this.#end?.();
			this.#end = undefined;
			return true;
		};
	}

	async #look(): Promise<void> {
		const [first] = this.#watchers;
		if (!first || this.#isLooking) return;
		this.#isLooking = true;
		try {
			const due = await first.watched.database.read(everyTenant, (connection) => {
				const clocks = [...this.#watchers].map(({ watched }) => watched.now(connection));
				return kindsWithDueWork(connection, Math.max(...clocks));
			});
			for (const { watched, wake } of this.#watchers) if (due.has(watched.kind)) wake();
		} catch {
			// Runners look themselves, and report store faults.
			for (const { wake } of this.#watchers) wake();
		} finally {
			this.#isLooking = false;
		}
	}
}

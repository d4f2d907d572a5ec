import { findLargestHolder } from '../../../core/base/largest-holder';
import { maxJobWatchers, refuseOver } from '../bounds';

export interface JobWatcher {
	type: string;
	notify(): void;
	end(): void;
	/** Callers share the places evenly. */
	owner: string;
}

/** Waiting calls, in memory: they end with their connections. */
export class JobWatchers implements Iterable<JobWatcher> {
	/** Oldest first. */
	readonly #watchers = new Set<JobWatcher>();

	/** @returns a function that removes the watcher @throws TroupeError ENGINE_OVERLOADED */
	add(watcher: JobWatcher): () => void {
		if (this.#watchers.size >= maxJobWatchers) this.#makeRoom(watcher.owner);
		this.#watchers.add(watcher);
		return () => void this.#watchers.delete(watcher);
	}

	[Symbol.iterator](): Iterator<JobWatcher> {
		return this.#watchers.values();
	}

	/** Ends the oldest call of the owner with most calls. @throws TroupeError ENGINE_OVERLOADED if the new owner would then have as many */
	#makeRoom(owner: string): void {
		const all = [...this.#watchers];
		const largest = findLargestHolder(all, (one) => one.owner);
		const own = all.filter((one) => one.owner === owner).length;
		if (own + 1 >= largest.count) refuseOver(maxJobWatchers, all.length, 'callers for jobs');
		const oldest = all.find((one) => one.owner === largest.owner)!;
		this.#watchers.delete(oldest);
		oldest.end();
	}
}

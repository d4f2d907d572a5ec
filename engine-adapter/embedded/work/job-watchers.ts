import { findLargestHolder } from '../../../core/base/largest-holder';
import { maxJobWatchers, refuseOver } from '../bounds';

export interface JobWatcher {
	type: string;
	/** Called when jobs of the type may be activated. */
	notify(): void;
	/** Called when its place was given to a caller with fewer. */
	end(): void;
	/** Names the caller; callers share the places evenly. */
	owner: string;
}

/** Calls that wait for jobs, in memory: they end with their connections. */
export class JobWatchers implements Iterable<JobWatcher> {
	/** The oldest first. */
	readonly #watchers = new Set<JobWatcher>();

	/** Adds one until the returned function is called. @throws TroupeError ENGINE_OVERLOADED */
	add(watcher: JobWatcher): () => void {
		if (this.#watchers.size >= maxJobWatchers) this.#makeRoom(watcher.owner);
		this.#watchers.add(watcher);
		return () => void this.#watchers.delete(watcher);
	}

	[Symbol.iterator](): Iterator<JobWatcher> {
		return this.#watchers.values();
	}

	/** Ends the oldest call of the owner that has most. @throws TroupeError ENGINE_OVERLOADED if the new owner would then have as many */
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

import { findGreediest } from '../../../core/base/greediest';
import { maxJobWatchers, refuseOver } from '../bounds';

export interface JobWatcher {
	type: string;
	/** Told of jobs of the type that may be activated from now on. */
	notify(): void;
	/** Told that its place was given to a caller with fewer. */
	end(): void;
	/** Whose call it is; callers with a name share the places evenly. */
	owner: string;
}

/** Callers that wait for jobs. They live in memory: who waits is connected. */
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

	/** Ends the oldest of the owner with most, unless that is the one who asks, or the two would only change places. */
	#makeRoom(owner: string): void {
		const all = [...this.#watchers];
		const greediest = findGreediest(all, (one) => one.owner);
		const own = all.filter((one) => one.owner === owner).length;
		if (own + 1 >= greediest.count) refuseOver(maxJobWatchers, all.length, 'callers for jobs');
		const oldest = all.find((one) => one.owner === greediest.owner)!;
		this.#watchers.delete(oldest);
		oldest.end();
	}
}

import { keptMs } from '../../../core/base/privacy/kept-classes';
import { removeAgents } from '../agents/agent-store';
import type { Kernel } from '../flow/kernel';

/** Limits of ended instances with their events and variables; the oldest beyond either limit are removed first. */
export interface Retention {
	/** Milliseconds since the end of an instance. */
	maximumAgeMs: number;
	/** Ended instances. */
	maximumInstances: number;
}

/** A month of history, and a file that stays below some gigabytes. */
export const defaultRetention: Retention = { maximumAgeMs: keptMs('process'), maximumInstances: 100_000 };

/** Events that one portion removes at least: about a millisecond of work. */
const leastPortion = 500;
/** Ratio of removed to written events in a portion: more than one, so that it keeps up with any load. */
const timesWritten = 2;
/** Events of an instance that is removed before its time. */
const eventsAtOnce = 5_000;

interface EndedRow {
	key: number;
	ended_at: number;
}

/** Removes what is kept no longer in portions, each within a command, so that no other waits long. The room in the file is used again. */
export class History {
	/** Ended instances on disk; counted when it is first asked for. */
	#ended: number | undefined;
	#writtenBefore = 0;

	constructor(
		private readonly kernel: Kernel,
		private readonly retention: Retention,
	) {}

	/** To be told of every instance that ended, once that is on disk. */
	add(instances: number): void {
		if (this.#ended !== undefined) this.#ended += instances;
	}

	/** To be told of what `removePortion` removed, once that is on disk. */
	removed(instances: number): void {
		this.#ended = this.#count() - instances;
	}

	/** Returns the due time of the next portion, in milliseconds since the epoch; undefined when nothing has ended. */
	dueTime(): number | undefined {
		const oldest = this.#oldest();
		if (!oldest) return undefined;
		return this.#count() > this.retention.maximumInstances ? 0 : oldest.ended_at + this.retention.maximumAgeMs;
	}

	/** Removes an ended instance before its time, its events in portions. An active one stays. */
	removeInstance(key: number): 'removed' | 'left' | 'active' {
		const row = this.kernel.database.get<{ ended: number | null }>('SELECT ended_at AS ended FROM process_instance WHERE key = ?', key);
		if (row?.ended === null) return 'active';
		// Counted before one is missing.
		this.#count();
		if (this.kernel.log.remove(key, eventsAtOnce) === eventsAtOnce) return 'left';
		removeEnded(this.kernel, key);
		return 'removed';
	}

	/** Returns the number of removed instances. */
	removePortion(): number {
		const { log, clock } = this.kernel;
		let room = Math.max(leastPortion, (log.written - this.#writtenBefore) * timesWritten);
		this.#writtenBefore = log.written;
		const endedBefore = clock.now() - this.retention.maximumAgeMs;
		let removed = 0;
		while (room > 0) {
			const oldest = this.#oldest();
			const isKept = !oldest || (oldest.ended_at > endedBefore && this.#count() - removed <= this.retention.maximumInstances);
			if (isKept) break;
			room -= log.remove(oldest.key, room) + 1;
			// The rest of a long history goes with the next portion.
			if (room < 0) break;
			removeEnded(this.kernel, oldest.key);
			removed++;
		}
		return removed;
	}

	#oldest(): EndedRow | undefined {
		return this.kernel.database.get<EndedRow>(
			'SELECT key, ended_at FROM process_instance WHERE ended_at IS NOT NULL ORDER BY ended_at, key LIMIT 1',
		);
	}

	#count(): number {
		const sql = 'SELECT count(*) AS ended FROM process_instance WHERE ended_at IS NOT NULL';
		return (this.#ended ??= this.kernel.database.get<{ ended: number }>(sql)!.ended);
	}
}

/** Removes what is left of an ended instance without its events. */
function removeEnded(kernel: Kernel, key: number): void {
	const { database } = kernel;
	removeAgents(kernel, key);
	database.run('DELETE FROM decision_instance WHERE instance_key = ?', key);
	database.run('DELETE FROM process_instance WHERE key = ?', key);
}

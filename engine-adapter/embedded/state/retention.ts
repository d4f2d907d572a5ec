import { keptMs } from '../../../core/base/privacy/kept-classes';
import { removeAgents } from '../agents/agent-store';
import type { Kernel } from '../flow/kernel';

/** For ended instances with events and variables; the oldest are removed first. */
export interface Retention {
	maximumAgeMs: number;
	maximumInstances: number;
}

/** A month of history, and a file below some gigabytes. */
export const defaultRetention: Retention = { maximumAgeMs: keptMs('process'), maximumInstances: 100_000 };

/** Min events per portion: about a millisecond of work. */
const leastPortion = 500;
/** Removed to written events: more than one, to keep up with any load. */
const timesWritten = 2;
const eventsAtOnce = 5_000;

interface EndedRow {
	key: number;
	ended_at: number;
}

/** Removes expired data in portions, each within a command. The file's space is reused. */
export class History {
	#ended: number | undefined;
	#writtenBefore = 0;

	constructor(
		private readonly kernel: Kernel,
		private readonly retention: Retention,
	) {}

	/** Call it for ended instances on disk. */
	add(instances: number): void {
		if (this.#ended !== undefined) this.#ended += instances;
	}

	/** Call it for removals by `removePortion` on disk. */
	removed(instances: number): void {
		this.#ended = this.#count() - instances;
	}

	/** Milliseconds since the epoch; undefined when nothing has ended. */
	dueTime(): number | undefined {
		const oldest = this.#oldest();
		if (!oldest) return undefined;
		return this.#count() > this.retention.maximumInstances ? 0 : oldest.ended_at + this.retention.maximumAgeMs;
	}

	/** Before its time, with events in portions. An active one stays. */
	removeInstance(key: number): 'removed' | 'left' | 'active' {
		const row = this.kernel.database.get<{ ended: number | null }>('SELECT ended_at AS ended FROM process_instance WHERE key = ?', key);
		if (row?.ended === null) return 'active';
		// Counted before one is missing.
		this.#count();
		if (this.kernel.log.remove(key, eventsAtOnce) === eventsAtOnce) return 'left';
		removeEnded(this.kernel, key);
		return 'removed';
	}

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

function removeEnded(kernel: Kernel, key: number): void {
	const { database } = kernel;
	removeAgents(kernel, key);
	database.run('DELETE FROM decision_instance WHERE instance_key = ?', key);
	database.run('DELETE FROM process_instance WHERE key = ?', key);
}

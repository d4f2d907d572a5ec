import type { Clock } from '../../../core/ports/host';
import type { Kernel } from '../flow/kernel';

const maxDelayMs = 2 ** 31 - 1;

/** Returns the time of the next timer, job timeout, backoff or end of a message; undefined when nothing waits for time. */
export function nextDueTime({ database }: Kernel): number | undefined {
	const row = database.get<{ due: number | null }>(
		// Most jobs have no due time and are not in the index. SQLite uses it only when the statement says so, and reads every job otherwise.
		'SELECT min(due) AS due FROM (SELECT min(due) AS due FROM job WHERE due IS NOT NULL UNION ALL SELECT min(due) FROM timer UNION ALL SELECT min(expires) FROM message)',
	);
	return row?.due ?? undefined;
}

/** One timer for everything that waits for time. It keeps no process alive. */
export class DueTimer {
	#timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly clock: Clock,
		private readonly ring: () => void,
	) {}

	set(due: number | undefined): void {
		if (due === undefined) this.stop();
		else this.ringIn(Math.min(Math.max(due - this.clock.now(), 1), maxDelayMs));
	}

	ringIn(delayMs: number): void {
		this.stop();
		this.#timer = setTimeout(this.ring, delayMs).unref();
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}

export const earlier = (one: number | undefined, other: number | undefined): number | undefined =>
	one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

import type { NotReached } from '../../core/memory/task/memory-task';
import { systemClock } from '../../core/ports/host';
import type { OperationContext, OperationHost } from '../operations/operation';

/** Max absence of a foreign service. */
const maxAwayMs = 3 * 86_400_000;

/** Repeats in the background until all places are back. */
export function awaitPlaces(notReached: readonly NotReached[], { host, report, askedAt }: OperationContext<OperationHost>): void {
	const now = (host.clock ?? systemClock).now();
	const note = notReached.flatMap(({ stores }) => stores).join(', ');
	if (askedAt !== undefined && now - askedAt < maxAwayMs) report?.({ done: 0, unit: 'contact', note, isWaiting: true });
}

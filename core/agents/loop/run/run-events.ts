import type { AgentEvent } from '../../agent-event';
import type { Clock } from '../../../ports';

type Distributed<Event> = Event extends unknown ? Omit<Event, 'runId' | 'number' | 'at'> : never;

/** What happened, without its place in the run. */
type Happening = Distributed<AgentEvent>;

/** Tells a host what happens in a run, in order. */
export interface RunEvents {
	/** Whether anybody listens: what is costly to tell is not made for nobody. */
	readonly heard: boolean;
	/** How many there were, also before this process took over. */
	count: number;
	emit: (happening: Happening) => void;
}

export function createRunEvents(runId: string, clock: Clock, listener?: (event: AgentEvent) => void): RunEvents {
	const events: RunEvents = { heard: listener !== undefined, count: 0, emit };
	function emit(happening: Happening): void {
		events.count += 1;
		try {
			const told: unknown = listener?.({ ...happening, runId, number: events.count, at: clock.now() });
			if (told instanceof Promise) told.catch(() => undefined);
		} catch {
			// A listener that breaks is the listener's loss: the run owes it nothing.
		}
	}
	return events;
}

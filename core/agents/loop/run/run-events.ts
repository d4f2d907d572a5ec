import type { AgentEvent, TeamPlace } from '../../agent-event';
import type { Clock } from '../../../ports/host';

type Distributed<Event> = Event extends unknown ? Omit<Event, 'runId' | 'number' | 'at'> : never;

type UnnumberedEvent = Distributed<AgentEvent>;

export interface RunEvents {
	/** True with a listener; events that are costly to create need one. */
	readonly hasListener: boolean;
	/** Number of events, including those before this process took over. */
	count: number;
	emit: (happening: UnnumberedEvent) => void;
}

interface EventPlace {
	/** Set for a called agent, whose listener is its caller's run. */
	team?: TeamPlace;
	/** Counts each event once: in its own agent's run. */
	measure?: (happening: UnnumberedEvent) => void;
}

export function createRunEvents(
	runId: string,
	clock: Clock,
	listener?: (event: AgentEvent) => void,
	{ team, measure }: EventPlace = {},
): RunEvents {
	const events: RunEvents = { hasListener: listener !== undefined, count: 0, emit };
	function emit(happening: UnnumberedEvent): void {
		events.count += 1;
		if (!happening.team) measure?.({ ...(team && { team }), ...happening });
		try {
			const result: unknown = listener?.({ ...(team && { team }), ...happening, runId, number: events.count, at: clock.now() });
			if (result instanceof Promise) result.catch(() => undefined);
		} catch {
			// Exceptions of a listener do not affect the run.
		}
	}
	return events;
}

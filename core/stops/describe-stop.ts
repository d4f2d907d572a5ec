import type { Stop, StopChange } from '../ports/stops';

/** A stop as JSON shows it. */
export const describeStop = ({ tenant, name, reason, changedAt, changedBy }: Stop) => ({
	...{ tenant, name, reason, stoppedAt: new Date(changedAt).toISOString(), stoppedBy: changedBy },
});

/** A change of a stop as JSON shows it. */
export const describeChange = ({ tenant, name, isOn, reason, changedAt, changedBy }: StopChange) => ({
	...{ tenant, name, stopped: !isOn, reason, at: new Date(changedAt).toISOString(), by: changedBy },
});

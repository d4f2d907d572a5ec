import type { Wait } from '../embedded/state/instances/waits';
import type { Incident } from '../engine/instances';
import type { Variables } from '../engine/variables';

/** End of an instance or the place where it waits, with the variables of its root scope. */
export type ProcessOutcome = { variables: Variables } & (
	| { kind: 'completed' | 'terminated' | 'stopped' }
	/** The ids of the waiting elements, and when the next timer fires. */
	| { kind: 'waits-for-person'; elements: string[]; nextTimer?: string }
	/** And what each waits for. */
	| { kind: 'waits'; elements: string[]; waiting: Wait[]; nextTimer?: string }
	| { kind: 'incident'; incidents: Incident[] }
);

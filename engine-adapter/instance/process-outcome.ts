import type { Wait } from '../embedded/state/instances/waits';
import type { Incident } from '../engine/instances';
import type { Variables } from '../engine/variables';

export type ProcessOutcome = { variables: Variables } & (
	| { kind: 'completed' | 'terminated' | 'stopped' }
	| { kind: 'waits-for-person'; elements: string[]; nextTimer?: string }
	| { kind: 'waits'; elements: string[]; waiting: Wait[]; nextTimer?: string }
	| { kind: 'incident'; incidents: Incident[] }
);

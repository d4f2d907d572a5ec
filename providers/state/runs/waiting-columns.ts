import type { SuspendedRun, WaitingDecision } from '../../../core/ports';

/** How a suspension is stored: each of its decisions holds the terms of waiting. */
export interface WaitingColumns {
	/** JSON. */
	pending: string;
	expiresAt: number;
}

type Waiting = Pick<SuspendedRun, 'pending' | 'decideBy' | 'whenTimedOut' | 'host'>;
type StoredDecision = WaitingDecision & Partial<Omit<Waiting, 'pending'>>;

export function writePending({ pending, decideBy, whenTimedOut, host }: Waiting): string {
	return JSON.stringify(pending.map((each): StoredDecision => ({ ...each, decideBy, whenTimedOut, host })));
}

/** A run that an earlier version suspended waits until it expires. */
export function parseWaiting({ pending, expiresAt }: WaitingColumns): Waiting {
	const stored = JSON.parse(pending) as StoredDecision[];
	const { decideBy = expiresAt, whenTimedOut = 'end', host } = stored[0] ?? {};
	const decisions = stored.map(({ decideBy: _by, whenTimedOut: _then, host: _host, ...each }) => each);
	return { pending: decisions, decideBy: Math.min(decideBy, expiresAt), whenTimedOut, ...(host !== undefined && { host }) };
}

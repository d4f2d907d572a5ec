import type { RunNotice, WaitingDecision } from '../../../core/ports/runs/runs';

export interface WaitingColumns {
	/** JSON. */
	pending: string;
	expiresAt: number;
}

type Waiting = Pick<RunNotice, 'pending' | 'decideBy' | 'whenTimedOut' | 'host' | 'by'>;
type StoredDecision = WaitingDecision & Partial<Omit<Waiting, 'pending'>>;

export function writePending({ pending, decideBy, whenTimedOut, host, by }: Waiting): string {
	return JSON.stringify(pending.map((each): StoredDecision => ({ ...each, decideBy, whenTimedOut, host, by })));
}

/** Without terms, a run waits until it expires. */
export function parseWaiting({ pending, expiresAt }: WaitingColumns): Waiting {
	const stored = JSON.parse(pending) as StoredDecision[];
	const { decideBy = expiresAt, whenTimedOut = 'end', host, by } = stored[0] ?? {};
	const decisions = stored.map(({ decideBy: _until, whenTimedOut: _then, host: _host, by: _by, ...each }) => each);
	const names = { ...(host !== undefined && { host }), ...(by !== undefined && { by }) };
	return { pending: decisions, decideBy: Math.min(decideBy, expiresAt), whenTimedOut, ...names };
}

/** A session whose time is over, and whose summary is not in memory yet. */
export interface EndedSession {
	tenant: string;
	channel: string;
	conversation: string;
	contact: string;
	/** Names it, as in `Conversation`. */
	session: string;
	/** Earlier attempts. */
	attempts: number;
	/** Written by an earlier attempt: it is stored as it is, so that there are never two. */
	summary: string | null;
}

type SessionKey = Pick<EndedSession, 'tenant' | 'conversation' | 'session'>;

/** Gives each session that ended to one worker at a time, until its summary is in memory. */
export interface SessionStore {
	/** @param of channels whose sessions are remembered */
	take(holder: string, leaseMs: number, of: { tenant: string; channels: readonly string[] }): Promise<EndedSession | undefined>;
	/** @returns whether the session is still there, and the holder has it */
	noteSummary(session: SessionKey, holder: string, summary: string): Promise<boolean>;
	/** @param retryAfterMs undefined: nothing more is to be done. @returns whether the session is still there: its contact may have been forgotten */
	end(session: SessionKey, holder: string, retryAfterMs?: number): Promise<boolean>;
}

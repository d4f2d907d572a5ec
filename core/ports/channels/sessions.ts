import type { TakenWork, WorkQueue } from '../work';

export interface EndedSession {
	tenant: string;
	channel: string;
	conversation: string;
	contact: string;
	session: string;
	/** Null for a session before agents were noted. */
	agent: string | null;
	summary: string | null;
}

/** One worker at a time has an ended session, until its summary is in memory. */
export interface SessionStore {
	/** `ended-session`; each channel is a lane. */
	ended: WorkQueue<EndedSession>;
	/** @returns whether the session still exists, and the work is held */
	noteSummary(work: TakenWork, summary: string): Promise<boolean>;
	/** @returns whether the session still exists: its contact may have been forgotten */
	end(work: TakenWork): Promise<boolean>;
}

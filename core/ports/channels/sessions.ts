import type { TakenWork, WorkQueue } from '../work';

/** A session whose time is over, and whose summary is not in memory yet. */
export interface EndedSession {
	tenant: string;
	channel: string;
	conversation: string;
	contact: string;
	/** Names it, as in `Conversation`. */
	session: string;
	/** The agent that answered in it; null for one before it was noted. */
	agent: string | null;
	/** Written by an earlier attempt: it is stored as it is, so that there are never two. */
	summary: string | null;
}

/** Gives each session that ended to one worker at a time, until its summary is in memory. */
export interface SessionStore {
	/** Works `ended-session`; each channel is a lane. */
	ended: WorkQueue<EndedSession>;
	/** @returns whether the session is still there, and the work held */
	noteSummary(work: TakenWork, summary: string): Promise<boolean>;
	/** Nothing more is to be done. @returns whether the session is still there: its contact may have been forgotten */
	end(work: TakenWork): Promise<boolean>;
}

import type { Stage } from './stage';

/** What answers the customers of the story: a service with an agent, a process of an engine, a workflow of n8n. */
export interface StoryHost {
	/** The path of its TROUPE_HOME, in which its conversations are. */
	readonly home: string;
	/** Where Z-API and Chatwoot deliver webhooks, once it has started. */
	readonly webhookUrl: string;
	readonly deskUrl: string;
	/** How leads get into the CRM. Undefined: they do not. */
	readonly crm?: StoryCrm;
	/**
	 * Begins to answer, once for all cases. Its channel has a quiet window of `quietSeconds`, transcribes by the stage's server, and has the desk of
	 * Chatwoot with the label `lead-quente` and the person 7, who can give commands.
	 */
	start(stage: Stage): Promise<void>;
	/** Waits until nothing of the host is running: all of its processes wait, all executions ended. */
	settle?(): Promise<void>;
	/** What it printed, for the message of a failure. */
	readonly log?: string;
	stop(): Promise<void>;
}

export interface StoryCrm {
	/** @returns how many leads wait for a person because the CRM does not answer: incidents, failed executions */
	countStopped(): Promise<number>;
	/** What an operator does when the CRM is back. */
	repeat(): Promise<void>;
}

/** Long enough for a burst on a busy machine. */
export const quietSeconds = 2;

import type { Asker } from '../knowledge/readers';

export interface Acting {
	agent: ActingAgent;
	callers: ActingAgent[];
	runId: string;
	host?: string;
	/** The model cannot choose it. */
	asker: Asker;
}

export interface ActingAgent {
	id: string;
	version: string;
	sha256?: string;
}

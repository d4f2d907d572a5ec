import type { Asker } from '../knowledge/readers';

/** The caller of a tool, and the person for whom it calls. */
export interface Acting {
	agent: ActingAgent;
	/** The agents that led to this one, its caller first. */
	callers: ActingAgent[];
	runId: string;
	/** The host's name, such as `n8n`. */
	host?: string;
	/** Who asks. The model cannot choose it. */
	asker: Asker;
}

/** One version of an agent. */
export interface ActingAgent {
	id: string;
	version: string;
	/** SHA-256 of its definition or manifest. */
	sha256?: string;
}

import type { Asker } from './readers';

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

/** The token that tells the server of a tool who calls. */
export interface ToolIdentity {
	/** For whom the token is: `aud`. */
	audience: string;
	/** The header that has it. Default: `authorization`, as a bearer token. */
	header?: string;
	/** How it names the person who asks: as the issuer or the host does, or by a pseudonym. Default: not at all. */
	person?: 'subject' | 'pseudonym';
	/** True sends a token of the issuer that knows the person, exchanged for the audience, in place of one of the installation. Default false. */
	exchange?: boolean;
}

import type { AgentEvent } from '../../../core/agents/agent-event';
import type { Proof } from '../../../core/agents/agent-parts';

/** Result of verifying the statement of a decision. */
export interface Signature extends Proof {
	/** The `sub` of an ID token. */
	subject?: string;
}

export const invalid = (why: string): Signature => ({ isProof: false, text: `SIGNATURE INVALID: ${why}` });

export type Decided = Pick<AgentEvent & { kind: 'decided' }, 'runId' | 'callId' | 'approved' | 'viewSha256' | 'statement' | 'team'>;

import type { Violation } from '../../../guardrails/policy/guard';
import type { ChatResponse } from '../../../ports/models/models';
import type { SmallTalk } from './small-talk';
import type { AgentOutcome, LimitName } from '../../agent-outcome';

/** The end of a run, before it is judged. */
export type Conclusion =
	| { kind: 'answer'; response: ChatResponse; step: number; partial?: LimitName }
	| { kind: 'limit'; limit: LimitName }
	/** The agent gave the conversation to a person, and no model answered for its last words. */
	| { kind: 'wordless' }
	/** The message greets or thanks, and says nothing else. */
	| { kind: 'small-talk'; said: SmallTalk }
	| { kind: 'stopped'; stop: Violation }
	/** Another agent took over the conversation, and this is how it ended. */
	| { kind: 'handed-over'; outcome: AgentOutcome }
	/** A called agent returns the conversation. */
	| { kind: 'returned'; note: string };

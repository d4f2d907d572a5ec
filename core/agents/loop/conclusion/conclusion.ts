import type { Violation } from '../../../guardrails/policy/guard';
import type { ChatResponse } from '../../../ports/models/models';
import type { SmallTalk } from './small-talk';
import type { AgentOutcome, LimitName } from '../../agent-outcome';

export type Conclusion =
	| { kind: 'answer'; response: ChatResponse; step: number; partial?: LimitName }
	| { kind: 'limit'; limit: LimitName }
	| { kind: 'wordless' }
	| { kind: 'small-talk'; said: SmallTalk }
	| { kind: 'stopped'; stop: Violation }
	| { kind: 'handed-over'; outcome: AgentOutcome }
	| { kind: 'returned'; note: string };

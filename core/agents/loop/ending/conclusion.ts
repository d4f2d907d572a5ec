import type { Violation } from '../../../guardrails/policy/guard';
import type { ChatResponse } from '../../../ports';
import type { LimitName } from '../../agent-outcome';

/** The end of a run, before it is judged. */
export type Conclusion =
	| { kind: 'answer'; response: ChatResponse; step: number; partial?: LimitName }
	| { kind: 'limit'; limit: LimitName }
	| { kind: 'stopped'; stop: Violation };

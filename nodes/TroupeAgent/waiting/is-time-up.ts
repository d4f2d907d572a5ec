import type { RunState } from '../../../core/agents/agent-outcome';

/** Whether the time to decide is over: the run then continues without a decision, or ends. */
export const isTimeUp = ({ decideBy, expiresAt }: Pick<RunState, 'decideBy' | 'expiresAt'>, now: number): boolean =>
	now >= (decideBy ?? expiresAt);

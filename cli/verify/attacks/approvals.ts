import type { AgentScene } from '../range/agent-stage';

/** Approves all that a run waits for. */
export const approveAll: NonNullable<AgentScene['decide']> = (pending) =>
	pending.map(({ id }) => ({ id, kind: 'approval' as const, approved: true }));

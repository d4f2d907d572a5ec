import { hashApproval } from '../../core/agents/approvals/approval-view';
import type { PendingDecision, RunState } from '../../core/agents/agent-outcome';
import type { Decision } from '../../core/agents/agent-request';
import { findSuspended } from '../../core/agents/loop/waiting/read-stored-trail';

/** Returns the decisions with the views of what the run waits for, as somebody sends them who read these. */
export function withViews(state: unknown, decisions: Decision[]): Decision[] {
	const pending = findSuspended((state as Partial<RunState>).trail ?? [])?.pending ?? [];
	return decisions.map((decision) => {
		const asked = pending.find(({ id }) => id === decision.id);
		return decision.kind === 'approval' && asked?.kind === 'approval' ? { viewSha256: hashApproval(asked), ...decision } : decision;
	});
}

/** Returns what `--approve` takes for a call that waits. */
export const nameView = (asked: PendingDecision | undefined): string =>
	asked?.kind === 'approval' ? `${asked.id}=${asked.viewSha256}` : 'nothing waits';

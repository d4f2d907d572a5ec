import type { AgentOutcome, PendingDecision } from '../../core/agents/agent-outcome';
import type { Decision } from '../../core/agents/agent-request';
import { fitQuestion } from '../../core/agents/approvals/pending-decision';
import { linkDecision } from '../approvals/decision-link';

/** Arguments of a tool that waits for approval are only for deciders. */
export function describeOutcome(outcome: AgentOutcome, canDecide: boolean): Record<string, unknown> {
	const { kind, reply, output, citations, origins, sensitivity, conversationId, runId, agent, usage } = outcome;
	const { inputTokens, outputTokens, costUsd, model } = usage;
	return {
		outcome: kind,
		reason: kind === 'reply' ? null : kind === 'limit-reached' ? outcome.limit : outcome.reason,
		reply,
		...(output !== undefined && { output }),
		citations,
		...(origins && { origins }),
		...(sensitivity && { sensitivity }),
		conversationId,
		runId,
		agent,
		usage: { inputTokens, outputTokens, costUsd, model },
		...('state' in outcome && { pending: describePending(outcome.pending, canDecide) }),
	};
}

export const describePending = (pending: PendingDecision[], canDecide: boolean): object[] =>
	pending.map((one) => {
		const { id, kind, question } = one;
		if (one.kind === 'question') return { id, kind, question, ...(one.choices && { choices: one.choices }) };
		const { tool, arguments: input, viewSha256, effect } = one;
		return canDecide ? { id, kind, tool, effect, question, arguments: input, viewSha256 } : { id, kind, tool, effect };
	});

/** True if a caller can give all decisions: the asker answers questions, approvals need the scope. */
export const canDecideAll = (pending: Array<Pick<PendingDecision, 'kind'>>, scopes: ReadonlySet<string>): boolean =>
	scopes.has('agent:decide') || pending.every(({ kind }) => kind === 'question');

/** Tells deciders where a question is shown whole. */
export const placeOf = (runId: string): string => linkDecision(runId) ?? `\`troupe run show ${runId}\` shows it`;

export function toDecisionForm(pending: PendingDecision, runId: string) {
	return { message: fitQuestion(pending, placeOf(runId)), requestedSchema: toFields(pending) };
}

export function toFields(pending: Pick<PendingDecision, 'kind'> & { choices?: string[] }): {
	type: 'object';
	properties: Record<string, object>;
	required: string[];
} {
	if (pending.kind === 'approval') {
		const properties = { approved: { type: 'boolean', title: 'Approve' }, comment: { type: 'string', title: 'Comment' } };
		return { type: 'object', properties, required: ['approved'] };
	}
	const answer = { type: 'string', title: 'Answer', ...(pending.choices?.length && { enum: pending.choices }) };
	return { type: 'object', properties: { answer }, required: ['answer'] };
}

export interface ShownDecision extends Pick<PendingDecision, 'id' | 'kind'> {
	viewSha256?: string;
}

export const toShown = (pending: PendingDecision): ShownDecision => {
	const { id, kind } = pending;
	return pending.kind === 'approval' ? { id, kind, viewSha256: pending.viewSha256 } : { id, kind };
};

/** Undefined if it decides nothing. Without its own hash, it is about the shown view. */
export function readDecisionForm({ id, kind, viewSha256: shown }: ShownDecision, form: Record<string, unknown>): Decision | undefined {
	const { approved, comment, answer, statement, viewSha256 = shown } = form;
	if (kind === 'question') return typeof answer === 'string' ? { id, kind, answer } : undefined;
	if (typeof approved !== 'boolean') return undefined;
	const view = viewSha256 === undefined ? {} : { viewSha256: viewSha256 as string };
	const said = {
		...(typeof comment === 'string' && comment !== '' && { comment }),
		...(statement !== undefined && { statement: statement as string }),
	};
	return { id, kind, approved, ...said, ...view };
}

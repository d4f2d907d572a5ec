import type { IDataObject } from 'n8n-workflow';
import type { PendingDecision } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';

export const fieldNames = (index: number) => ({
	decision: `decision-${index}`,
	comment: `comment-${index}`,
	answer: `answer-${index}`,
	view: `view-${index}`,
});

/** Undefined if a question is unanswered. */
export function readForm(body: IDataObject, questions: PendingDecision[]): Decision[] | undefined {
	const decisions = questions.map((pending, index) => readDecision(body, pending, index));
	return decisions.every((decision) => decision !== undefined) ? decisions : undefined;
}

function readDecision(body: IDataObject, pending: PendingDecision, index: number): Decision | undefined {
	const { id, kind } = pending;
	const { decision, comment, answer, view } = fieldNames(index);
	if (kind === 'question') {
		const text = toText(body[answer]);
		return text ? { id, kind, answer: text } : undefined;
	}
	if (body[decision] !== 'approve' && body[decision] !== 'decline') return undefined;
	// The page can be older than the current question.
	if (body[view] !== pending.viewSha256) return undefined;
	const said = toText(body[comment]);
	return { id, kind, approved: body[decision] === 'approve', ...(said && { comment: said }), viewSha256: pending.viewSha256 };
}

const toText = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 8_000) : '');

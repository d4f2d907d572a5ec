import type { IDataObject } from 'n8n-workflow';
import type { PendingDecision } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';

/** Names of the form's fields, by the number of what is asked. */
export const fieldNames = (index: number) => ({
	decision: `decision-${index}`,
	comment: `comment-${index}`,
	answer: `answer-${index}`,
	view: `view-${index}`,
});

/** Reads the sent form, one decision for each question; undefined where something is left open. */
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
	// The page can be older than what is asked now.
	if (body[view] !== pending.viewSha256) return undefined;
	const said = toText(body[comment]);
	return { id, kind, approved: body[decision] === 'approve', ...(said && { comment: said }), viewSha256: pending.viewSha256 };
}

const toText = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 8_000) : '');

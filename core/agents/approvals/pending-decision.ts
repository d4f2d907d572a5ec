import { showHidden } from '../../base/text/show-hidden';
import type { Language } from '../../base/text/languages';
import type { PendingDecision } from '../agent-outcome';
import { hashApproval, viewApproval } from './approval-view';
import type { RecordedDecision } from './recorded-decision';

/**
 * Describes a pending decision for people: an approval gets its view, and argument names valid in n8n's expressions. @param restored the same, with
 * personal data
 */
export function toPending(recorded: RecordedDecision, restored: RecordedDecision, language: Language): PendingDecision {
	if (recorded.kind === 'question' || restored.kind === 'question') {
		const { question } = restored as RecordedDecision & { kind: 'question' };
		return { ...(restored as RecordedDecision & { kind: 'question' }), question: showHidden(question) };
	}
	const { message: _message, because: _because, ...approval } = restored;
	return { ...approval, input: restored.arguments, ...viewApproval(restored, language), viewSha256: hashApproval(recorded) };
}

const maxCharacters = 20_000;

/**
 * Returns the question for another protocol. If it is too long, the message says so: a part must not look like the whole. @param elsewhere place of
 * the full text, for example "`troupe run show RUN` shows it"
 */
export function fitQuestion(pending: PendingDecision, elsewhere: string): string {
	if (pending.question.length <= maxCharacters || pending.kind === 'question') return pending.question;
	return `${pending.heading}\nThis is not all: the call has ${pending.question.length} characters, which is too long to show here. Read it whole before you decide: ${elsewhere}.`;
}

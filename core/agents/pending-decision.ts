import type { Language } from '../ports';
import type { PendingDecision, RecordedDecision } from './agent-outcome';

const MOST_ARGUMENTS = 8;
const LONGEST_VALUE = 120;

/** What a run waits for, as people read it: an approval gets a question, and its arguments under a name that n8n's expressions allow. */
export function toPending(recorded: RecordedDecision, language: Language): PendingDecision {
	if (recorded.kind === 'question') return recorded;
	return { ...recorded, input: recorded.arguments, question: approvalQuestion(recorded, language) };
}

/** Such as "May the agent call refund_order with order 4711?" */
function approvalQuestion({ tool, arguments: given }: RecordedDecision & { kind: 'approval' }, language: Language): string {
	const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
	const shown = entries.slice(0, MOST_ARGUMENTS).map(([name, value]) => `${name} ${shorten(value)}`);
	const values = [...shown, ...(entries.length > MOST_ARGUMENTS ? ['…'] : [])].join(', ');
	if (language === 'pt') return `O agente pode chamar ${tool}${values && ` com ${values}`}?`;
	return `May the agent call ${tool}${values && ` with ${values}`}?`;
}

/** A text of several words stands in quotes, so that it is not read as a part of the question. */
function shorten(value: unknown): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
	return typeof value === 'string' && !/^[\p{L}\p{N}@._+-]+$/u.test(value) ? `"${short}"` : short;
}

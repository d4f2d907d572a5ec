import type { Language } from '../ports';
import type { PendingDecision, RecordedDecision } from './agent-outcome';

const MOST_ARGUMENTS = 8;
const LONGEST_VALUE = 120;

/** Describes what a run waits for to people: an approval gets a question, and its arguments a name that n8n's expressions allow. */
export function toPending(recorded: RecordedDecision, language: Language): PendingDecision {
	if (recorded.kind === 'question') return recorded;
	return { ...recorded, input: recorded.arguments, question: approvalQuestion(recorded, language) };
}

/** For example "May the agent call refund_order with order 4711?" */
function approvalQuestion({ tool, arguments: given }: RecordedDecision & { kind: 'approval' }, language: Language): string {
	const entries = typeof given === 'object' && given !== null ? Object.entries(given) : [];
	const shown = entries.slice(0, MOST_ARGUMENTS).map(([name, value]) => `${name} ${shorten(value)}`);
	const values = [...shown, ...(entries.length > MOST_ARGUMENTS ? ['…'] : [])].join(', ');
	if (language === 'pt') return `O agente pode chamar ${tool}${values && ` com ${values}`}?`;
	return `May the agent call ${tool}${values && ` with ${values}`}?`;
}

/** Texts of several words get quotes, so that they do not read as part of the question. */
function shorten(value: unknown): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
	return typeof value === 'string' && !/^[\p{L}\p{N}@._+-]+$/u.test(value) ? `"${short}"` : short;
}

import type { Language } from '../ports';
import type { PendingDecision, RecordedDecision } from './agent-outcome';

const maxArguments = 8;
const maxValueLength = 120;

/** Describes what a run waits for to people: an approval gets a question, and its arguments a name that n8n's expressions allow. */
export function toPending(recorded: RecordedDecision, language: Language): PendingDecision {
	if (recorded.kind === 'question') return recorded;
	return { ...recorded, input: recorded.arguments, question: writeApprovalQuestion(recorded, language) };
}

/** For example "May the agent call refund_order with order 4711?" */
function writeApprovalQuestion({ tool, arguments: input }: RecordedDecision & { kind: 'approval' }, language: Language): string {
	const entries = typeof input === 'object' && input !== null ? Object.entries(input) : [];
	const shown = entries.slice(0, maxArguments).map(([name, value]) => `${name} ${shorten(value)}`);
	const values = [...shown, ...(entries.length > maxArguments ? ['…'] : [])].join(', ');
	if (language === 'pt') return `O agente pode chamar ${tool}${values && ` com ${values}`}?`;
	return `May the agent call ${tool}${values && ` with ${values}`}?`;
}

/** Texts of several words get quotes, so that they do not read as part of the question. */
function shorten(value: unknown): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const short = text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
	return typeof value === 'string' && !/^[\p{L}\p{N}@._+-]+$/u.test(value) ? `"${short}"` : short;
}

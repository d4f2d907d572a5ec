import type { Language } from '../ports';
import { fillPrompt, listVariables } from '../prompts/prompt-template';
import type { PendingDecision, RecordedDecision } from './agent-outcome';

const maxArguments = 8;
const maxValueLength = 120;

/** Describes what a run waits for to people: an approval gets a question, and its arguments a name that n8n's expressions allow. */
export function toPending(recorded: RecordedDecision, language: Language): PendingDecision {
	if (recorded.kind === 'question') return recorded;
	const { message, ...approval } = recorded;
	const question = message === undefined ? writeApprovalQuestion(recorded, language) : fillMessage(message, recorded.arguments);
	return { ...approval, input: recorded.arguments, question };
}

/** For example "May the agent call refund_order with order 4711?" */
function writeApprovalQuestion({ tool, arguments: input }: RecordedDecision & { kind: 'approval' }, language: Language): string {
	const entries = typeof input === 'object' && input !== null ? Object.entries(input) : [];
	const shown = entries.slice(0, maxArguments).map(([name, value]) => `${name} ${shorten(value)}`);
	const values = [...shown, ...(entries.length > maxArguments ? ['…'] : [])].join(', ');
	if (language === 'pt') return `O agente pode chamar ${tool}${values && ` com ${values}`}?`;
	return `May the agent call ${tool}${values && ` with ${values}`}?`;
}

/** An argument that the call lacks stays a dash. */
function fillMessage(message: string, input: unknown): string {
	const values = (input ?? {}) as Record<string, unknown>;
	const filled = listVariables(message).map((name) => [name, Object.hasOwn(values, name) ? asText(values[name]) : '–'] as const);
	return fillPrompt(message, Object.fromEntries(filled), 'The message');
}

const asText = (value: unknown): string => {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
};

/** Texts of several words get quotes, so that they do not read as part of the question. */
function shorten(value: unknown): string {
	const short = asText(value);
	return typeof value === 'string' && !/^[\p{L}\p{N}@._+-]+$/u.test(value) ? `"${short}"` : short;
}

import { hash } from 'node:crypto';
import { showHidden } from '../base/text/show-hidden';
import { canonicalJson } from '../json-schema/canonical-json';
import type { Language } from '../ports';
import { fillPrompt, listVariables } from '../prompts/prompt-template';
import type { RecordedDecision } from './agent-outcome';

type Approval = RecordedDecision & { kind: 'approval' };

/** The text that a person approves, the same in every place. */
export interface ApprovalView {
	/** The question without the arguments, for places that show them elsewhere. */
	heading: string;
	/** The heading, and below it each argument, whole and on a line of its own. */
	question: string;
}

const maxValueInHeading = 120;

/** Shows a call to whoever approves it. The model chose the arguments: what could hide in them, or pass for another line, is shown as codes. */
export function viewApproval({ tool, arguments: input, message }: Approval, language: Language): ApprovalView {
	const asked = language === 'pt' ? `O agente pode chamar ${tool}?` : `May the agent call ${tool}?`;
	const heading = showHidden(message === undefined ? asked : fillMessage(message, input));
	const called = message === undefined ? [] : [`tool: ${showHidden(tool)}`];
	return { heading, question: [heading, ...called, ...listArguments(input)].join('\n') };
}

/** Identifies what a person was asked, by its record: personal data cannot be guessed from the hash. */
export const hashApproval = ({ tool, arguments: input, message }: Approval): string =>
	hash('sha256', canonicalJson({ tool, arguments: input, ...(message !== undefined && { message }) }), 'hex');

function listArguments(input: unknown): string[] {
	if (typeof input !== 'object' || input === null || Array.isArray(input)) return input === undefined ? [] : [asJson(input)];
	return Object.entries(input).map(([name, value]) => `- ${/^[\p{L}\p{N}_.-]+$/u.test(name) ? name : asJson(name)}: ${asJson(value)}`);
}

const asJson = (value: unknown): string => showHidden(JSON.stringify(value) ?? 'undefined');

/** An argument that the call lacks stays a dash. */
function fillMessage(message: string, input: unknown): string {
	const values = (input ?? {}) as Record<string, unknown>;
	const filled = listVariables(message).map((name) => [name, Object.hasOwn(values, name) ? shorten(values[name]) : '–'] as const);
	return fillPrompt(message, Object.fromEntries(filled), 'The message');
}

/** On one line: a value cannot add lines that look like arguments. */
function shorten(value: unknown): string {
	const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ');
	return text.length > maxValueInHeading ? `${text.slice(0, maxValueInHeading)}…` : text;
}

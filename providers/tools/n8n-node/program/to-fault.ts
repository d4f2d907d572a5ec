import type { NodeFault } from '../node-task';
import { TaskProblem, TaskWaits } from './task-problem';

/** The fields of errors of n8n. They lose their class where n8n stores them. */
interface N8nError {
	name?: string;
	message?: string;
	description?: unknown;
	httpCode?: unknown;
	context?: { itemIndex?: unknown; data?: unknown };
	messages?: unknown;
	cause?: unknown;
	errorResponse?: unknown;
	response?: unknown;
}

const maxCharacters = 1_500;

/** Describes why a node did not return. @param secrets values that no message may contain */
export function toFault(error: unknown, secrets: readonly string[]): NodeFault {
	// The longest first, as one can contain another.
	const longest = [...secrets].sort((one, other) => other.length - one.length);
	const hide = (text: string) => longest.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text).slice(0, maxCharacters);
	if (error instanceof TaskWaits) return { kind: 'waits', message: 'The node waits for a call to n8n.' };
	if (error instanceof TaskProblem) return { kind: 'task', message: hide(error.message) };
	const { name, message = String(error), description, httpCode, context, cause } = (error ?? {}) as N8nError;
	// A problem of the task that a node has wrapped in an error of its own.
	if (cause instanceof TaskProblem) return { kind: 'task', message: hide(cause.message) };
	const code = httpCode ?? readCode(error) ?? readCode(cause);
	const retryAfterMs = readRetryAfter(error as N8nError) ?? readRetryAfter(cause as N8nError);
	return {
		kind: name === 'WorkflowHasIssuesError' ? 'task' : 'node',
		message: hide(message),
		...(typeof description === 'string' && description !== '' && description !== message && { description: hide(description) }),
		...(name !== undefined && { name }),
		...(code !== undefined && code !== null && { httpCode: String(code) }),
		...(typeof context?.itemIndex === 'number' && { itemIndex: context.itemIndex }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

function readCode(error: unknown): unknown {
	const { code, status, response } = (error ?? {}) as { code?: unknown; status?: unknown; response?: { status?: unknown } };
	return response?.status ?? status ?? code;
}

/** Seconds or a date (RFC 9110). */
function readRetryAfter(error: N8nError | undefined): number | undefined {
	const { headers } = (error?.response ?? {}) as { headers?: Record<string, unknown> };
	const value = headers?.['retry-after'];
	if (typeof value !== 'string') return undefined;
	const waitMs = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
	return Number.isFinite(waitMs) && waitMs >= 0 ? waitMs : undefined;
}

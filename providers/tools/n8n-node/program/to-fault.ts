import { readRetryAfter } from '../../../../core/base/network/retry-after';
import type { NodeFault } from '../node-task';
import { TaskProblem, TaskWaits } from './task-problem';

/** Fields of n8n errors, which lose their class when stored. */
interface N8nError {
	name?: string;
	message?: string;
	description?: unknown;
	httpCode?: unknown;
	context?: { itemIndex?: unknown };
	cause?: unknown;
	response?: unknown;
	code?: unknown;
	permission?: unknown;
	resource?: string;
}

const maxCharacters = 1_500;
const maxWrapped = 5;

/** @param secrets values that no message may contain @param refusedHost in a private network; the node reports it in its own words */
export function toFault(error: unknown, secrets: readonly string[], refusedHost?: string): NodeFault {
	// Longest first, as one can contain another.
	const longest = [...secrets].sort((one, other) => other.length - one.length);
	const hide = (text: string) => longest.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text).slice(0, maxCharacters);
	if (error instanceof TaskWaits) return { kind: 'waits', message: 'The node waits for a call to n8n.' };
	if (refusedHost !== undefined)
		return {
			kind: 'address',
			message: `The address ${hide(refusedHost)} leads to a private network and was not called`,
			description: hide(refusedHost),
		};
	const { cause } = (error ?? {}) as N8nError;
	// A node can wrap a task problem in its own error.
	for (const problem of [error, cause]) if (problem instanceof TaskProblem) return { kind: 'task', message: hide(problem.message) };
	const denied = listWrapped((error ?? {}) as N8nError).find(({ code }) => code === 'ERR_ACCESS_DENIED');
	if (denied) return describeDenied(denied, hide);
	return describe(error ?? {}, hide);
}

/** Describes a refusal by Node's permission model: the manifest does not list it. */
function describeDenied({ permission, resource }: N8nError, hide: (text: string) => string): NodeFault {
	const isFile = typeof permission === 'string' && permission.startsWith('FileSystem');
	const description = hide(`${permission === 'FileSystemWrite' ? 'write' : isFile ? 'read' : String(permission)} ${resource ?? ''}`.trim());
	const capability = isFile ? 'files' : 'programs';
	return { kind: 'capability', capability, message: `The manifest of the package does not allow it to ${description}`, description };
}

function describe(error: N8nError, hide: (text: string) => string): NodeFault {
	const { name, message = 'It gave no reason.', description, context } = error;
	const wrapped = listWrapped(error);
	const httpCode = wrapped.map((one) => one.httpCode ?? readCode(one)).find((code) => code !== undefined && code !== null);
	const retryAfterMs = wrapped.map(readWait).find((wait) => wait !== undefined);
	const further = typeof description === 'string' && description !== message ? description : '';
	return {
		kind: name === 'WorkflowHasIssuesError' ? 'task' : 'node',
		message: hide(message),
		...(further !== '' && { description: hide(further) }),
		...(name !== undefined && { name }),
		...((typeof httpCode === 'string' || typeof httpCode === 'number') && { httpCode: String(httpCode) }),
		...(typeof context?.itemIndex === 'number' && { itemIndex: context.itemIndex }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

/** Lists an error and its causes, outermost first: a node can wrap its request's error. */
function listWrapped(error: N8nError): N8nError[] {
	const all: N8nError[] = [];
	for (let next: unknown = error; isObject(next) && all.length < maxWrapped; next = (next as N8nError).cause) all.push(next as N8nError);
	return all;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

function readCode(error: unknown): unknown {
	const { code, status, response } = (error ?? {}) as { code?: unknown; status?: unknown; response?: { status?: unknown } };
	return response?.status ?? status ?? code;
}

function readWait(error: N8nError | undefined): number | undefined {
	const { headers = {} } = (error?.response ?? {}) as { headers?: Record<string, unknown> };
	const texts = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	return readRetryAfter(new Headers(texts.filter(([name]) => name.startsWith('retry-after'))));
}

import { type INode, type JsonObject, NodeApiError } from 'n8n-workflow';
import { withOwnWords } from '../shared/to-node-error';
import { parseKeepingKeys } from './parse-keeping-keys';

const FIXES: Record<number, string> = {
	400: 'Correct what the message names, then run the node again.',
	401: 'Check the authentication in the credential.',
	403: 'Give the credential’s user the permission that the operation needs.',
	404: 'Deploy the process first, and check its ID and version; check the base URL in the credential.',
	409: 'Look at the state of the instance or message: it does not allow the operation now.',
	429: 'The cluster is under backpressure: try again later, or set Retry On Fail.',
	503: 'The cluster is not available now: try again later, or set Retry On Fail.',
	504: 'Raise the timeout, or start without waiting: the instance itself goes on.',
};

/** What the cluster says of a refusal (RFC 9457, section 3.1) as n8n shows it: what and where in the message, the fix in its description. */
export function camundaProblem(node: INode, itemIndex: number, what: string, url: string, status: number, body: string): NodeApiError {
	const { title, detail } = readProblem(body);
	const said = [title, detail].filter(Boolean).join(': ') || 'no reason given';
	const fix = FIXES[status] ?? (status >= 500 ? 'Look into the log of the cluster.' : FIXES[400]);
	const message = `While ${what}: ${new URL(url).host} answered ${status}, ${said}`;
	const shown = { message, description: fix, httpCode: String(status), itemIndex };
	return withOwnWords(new NodeApiError(node, { message, status, title, detail } as JsonObject, shown), message);
}

const LONGEST = 2000;

function readProblem(body: string): { title?: string; detail?: string } {
	const { title, detail } = (parseKeepingKeys(body) ?? {}) as { title?: unknown; detail?: unknown };
	return { title: textOf(title), detail: textOf(detail) };
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value.slice(0, LONGEST) : undefined;
}

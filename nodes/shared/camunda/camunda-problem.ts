import { type INode, type JsonObject, NodeApiError } from 'n8n-workflow';
import { withOwnWords } from '../to-node-error';
import { parseKeepingKeys } from './parse-keeping-keys';
import type { CamundaCall, CamundaAnswer } from './camunda-call';

const fixes: Record<number, string> = {
	400: 'Correct the value that the message names, then run the node again.',
	401: 'Check the authentication and the base URL in the credential. Another engine may be answering at this address.',
	403: 'Give the credential’s user the permission that the operation needs.',
	404: 'Check the key or ID that the message names. It can be mistyped, not deployed yet, or already ended.',
	409: 'Check the state of the resource that the message names. It does not allow the operation now.',
	429: 'The cluster is under backpressure. Try again later, or turn on Retry On Fail.',
	503: 'The cluster is not available now. Try again later, or turn on Retry On Fail.',
	504: 'Raise the timeout, or start without waiting. The instance itself continues.',
};

/** Shows the problem of a cluster (RFC 9457, section 3.1) as n8n does: what and where in the message, the fix in its description. */
export function camundaProblem(node: INode, itemIndex: number | undefined, call: CamundaCall, answer: CamundaAnswer): NodeApiError {
	const { status, url } = answer;
	const { title, detail } = readProblem(answer.text);
	const host = new URL(url).host;
	const missing = isMissingEndpoint(answer);
	const said = [title, detail].filter(Boolean).join(': ') || 'no reason given';
	const message = missing
		? `While ${call.what}: ${call.method ?? 'POST'} ${new URL(url).pathname} is not available on this version of ${host}`
		: `While ${call.what}: ${host} returned ${status}, ${said}`;
	const shown = { message, description: missing ? missingFix(call) : fixFor(status, call), httpCode: String(status), itemIndex };
	return withOwnWords(new NodeApiError(node, { message, status, title, detail } as JsonObject, shown), message);
}

/** Checks that the cluster knows the request, and not the thing that it is about. */
export function isUnknown(answer: CamundaAnswer): boolean {
	return answer.status === 404 && !isMissingEndpoint(answer);
}

interface Problem {
	title?: string;
	detail?: string;
}

const longest = 2000;

function readProblem(body: string): Problem {
	const { title, detail } = (parseKeepingKeys(body) ?? {}) as { title?: unknown; detail?: unknown };
	return { title: toText(title), detail: toText(detail) };
}

function toText(value: unknown): string | undefined {
	return typeof value === 'string' ? value.slice(0, longest) : undefined;
}

/**
 * Checks for a path that the gateway cannot route: its web server answers without the title of a problem (recorded from 8.6); a cluster of 8.8
 * without secondary storage forbids to search.
 */
function isMissingEndpoint({ status, text }: CamundaAnswer): boolean {
	const { title, detail } = readProblem(text);
	if (status === 403) return /secondary storage/i.test(`${title} ${detail}`);
	return status === 501 || ((status === 404 || status === 405) && (title === undefined || title === 'Not Found'));
}

const missingFix = ({ since }: CamundaCall): string =>
	since
		? `This operation needs Camunda ${since} or later with its search storage, or Troupe’s own engine. On an older cluster, use Operate and Tasklist.`
		: 'Check the base URL in the credential: it must lead to the REST API of Camunda 8.6 or later, or of `troupe serve`.';

function fixFor(status: number, { ifMissing }: CamundaCall): string {
	if (status === 404 && ifMissing) return ifMissing;
	return fixes[status] ?? (status >= 500 ? 'Check the log of the cluster.' : fixes[400]!);
}

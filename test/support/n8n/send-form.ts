import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { takeDecision } from '../../../nodes/TroupeAgent/waiting/take-decision';
import type { FakeExecution } from './fake-execute-functions';

interface FakeResponse {
	setHeader(): FakeResponse;
	status(status: number): FakeResponse;
	send(html: string): FakeResponse;
}

/** Opens the page, and sends it with its hidden fields. */
export async function sendForm(execution: FakeExecution, body?: IDataObject, query: object = {}) {
	const page = await request(execution, undefined, query);
	const views: IDataObject = {};
	for (const [, name, value] of (page.html ?? '').matchAll(/name="(view-\d+)" value="(\w+)"/g)) views[name!] = value;
	return body ? request(execution, { ...views, ...body }, query) : page;
}

/** n8n's side of the form: the stack's entry is disabled, and the context is what the node left. */
async function request(
	{ context = {}, items = [{ json: {} }], executionId = 'e1' }: FakeExecution,
	body?: IDataObject,
	query: object = {},
) {
	const sent: { status?: number; html?: string } = {};
	const response: FakeResponse = {
		setHeader: () => response,
		status: (status: number) => ((sent.status = status), response),
		send: (html: string) => ((sent.html = html), response),
	};
	const entry = { node: { name: 'Troupe', disabled: true as boolean | undefined }, data: { main: [items] } };
	const webhook = {
		runExecutionData: { executionData: { nodeExecutionStack: [entry], contextData: { 'node:Troupe': context } } },
		getNode: () => ({ name: 'Troupe' }),
		getWorkflow: () => ({ id: 'w' }),
		getRequestObject: () => ({ method: body ? 'POST' : 'GET' }),
		getResponseObject: () => response,
		getBodyData: () => body,
		getQueryData: () => query,
		getExecutionId: () => executionId,
	};
	const returned = await takeDecision.call(webhook as unknown as IWebhookFunctions);
	return { ...sent, returned, goesOn: entry.node.disabled === undefined && returned.workflowData !== undefined };
}

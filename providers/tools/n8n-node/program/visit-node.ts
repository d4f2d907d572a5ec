import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { NodeItem, NodeTask, Visit, VisitResult } from '../node-task';
import { confirmPage } from './confirm-page';
import type { AskWorker } from './credentials-helper';
import type { N8n } from './n8n-api';
import type { LoadedPackages } from './node-types';
import { PageResponse } from './page-response';
import { type PreparedTask, prepareTask } from './prepare-task';
import { readBody } from './read-body';
import { runTask } from './run-task';
import { refuse } from './task-problem';

/** n8n ignores other agents to keep previews from deciding. Here a button decides, in any browser. */
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

/**
 * Passes a request to a waiting node like n8n's server; returns a page, the awaited answer, or both. A GET never decides: link previews send them
 * too.
 */
export async function visitNode(
	n8n: N8n,
	packages: LoadedPackages,
	task: NodeTask,
	ask: AskWorker,
	visit: Visit,
	signal: AbortSignal,
): Promise<VisitResult> {
	const prepared = await prepareTask(n8n, packages, task, ask);
	const { type } = prepared;
	if (type.webhook === undefined) throw refuse(`The node ${task.type} receives no answers.`);
	const url = new URL(visit.url, 'http://localhost');
	const request = {
		...{ method: visit.method, url: visit.url, originalUrl: visit.url, params: {} },
		headers: { ...visit.headers, 'user-agent': userAgent },
		query: Object.fromEntries(url.searchParams),
		...(await readBody(n8n, visit)),
	};
	const response = new PageResponse(n8n);
	const context = createContext(n8n, prepared, task, { httpRequest: request, httpResponse: response });
	if (visit.method === 'GET' && context.getNodeParameter('responseType', 'approval') === 'approval')
		return { response: confirmPage(context, request.query.approved === 'true', visit.headers['accept-language']) };
	const made = await type.webhook.call(context);
	await response.settled();
	return toResult(made, response, (items) =>
		runTask(n8n, packages, { ...task, link: undefined, items, isOver: true }, ask, signal).then(({ outputs }) => outputs),
	);
}

function createContext(
	{ core }: N8n,
	{ workflow, node, additionalData, createData }: PreparedTask,
	{ items }: NodeTask,
	request: { httpRequest: object; httpResponse: object },
): IWebhookFunctions {
	const description = { name: 'default', path: '', restartWebhook: true };
	return new core.WebhookContext(
		workflow,
		node,
		{ ...additionalData, ...request },
		'trigger',
		{ webhookDescription: description },
		[],
		createData(items),
	);
}

/** @param pass returns the node's result for these items, after its wait */
async function toResult(
	{ noWebhookResponse = false, webhookResponse, workflowData }: IWebhookResponseData,
	response: PageResponse,
	pass: (items: NodeItem[]) => Promise<NodeItem[][]>,
): Promise<VisitResult> {
	if (!noWebhookResponse && typeof webhookResponse === 'string') response.send(webhookResponse);
	else if (!noWebhookResponse && webhookResponse !== undefined) response.json(webhookResponse);
	const answered: INodeExecutionData[] | undefined = workflowData?.[0];
	return { response: response.toJSON(), ...(answered && { outputs: await pass(answered) }) };
}

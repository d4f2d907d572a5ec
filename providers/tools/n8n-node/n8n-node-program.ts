/** Program that runs n8n nodes: one task at a time from its parent. */
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { Readable } from 'node:stream';
import { escapeHtml } from '../../../core/base/text/escape-html';
import { closeInspector, refuseSignals } from '../../processes/signals';
import { readMessage, writeMessage } from './node-messages';
import type {
	FromProgram,
	NodeCall,
	NodeFault,
	NodeItem,
	NodeTask,
	NodeWork,
	ProgramArguments,
	ToProgram,
	Visit,
	VisitResult,
	WorkResults,
} from './node-task';
import { BoundConnections } from './program/bound-connections';
import { BoundPrograms } from './program/bound-programs';
import { BoundRequests } from './program/bound-requests';
import type { AskWorker } from './program/credentials-helper';
import { listChoices } from './program/list-choices';
import type { N8n } from './program/n8n-api';
import { loadN8n } from './program/load-n8n';
import { LoadedPackages } from './program/node-types';
import { PageResponse } from './program/page-response';
import type { PreparedTask } from './program/prepare-task';
import { prepareTask } from './program/prepare-task';
import { runTask } from './program/run-task';
import { refuse } from './program/task-problem';
import { toFault } from './program/to-fault';

type Values = Record<string, unknown>;

/** n8n's form library. It writes files into this process's own temporary folder. */
type ReadForm = (options: object) => { parse(request: object): Promise<[fields: Values, files: Record<string, FormFile[]>]> };

interface FormFile {
	size: number;
	originalFilename?: string | null;
}

/** The worker refuses more. */
const maxFileBytes = 10 * 1024 * 1024;
const maxFields = 500;

/** Reads a body like n8n's server. @throws TaskProblem for an unreadable one */
async function readBody(n8n: N8n, { headers, body, method }: Visit): Promise<{ body?: unknown; contentType: string }> {
	const bytes = Buffer.from(body, 'base64');
	const [contentType = ''] = (headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
	if (method === 'GET' || bytes.length === 0) return { contentType };
	try {
		if (contentType === 'multipart/form-data') return { contentType, body: await readForm(n8n, headers, bytes) };
		if (contentType === 'application/x-www-form-urlencoded')
			return { contentType, body: Object.fromEntries(new URLSearchParams(bytes.toString())) };
		if (contentType === 'application/json') return { contentType, body: JSON.parse(bytes.toString()) as unknown };
	} catch {
		throw refuse(`The body of the request is not ${contentType}.`);
	}
	return { contentType, body: {} };
}

async function readForm({ load }: N8n, headers: Record<string, string>, bytes: Buffer): Promise<{ data: Values; files: Values }> {
	const loaded = load('formidable') as { formidable?: ReadForm; default?: ReadForm };
	const form = (loaded.formidable ?? loaded.default)!({
		multiples: true,
		allowEmptyFiles: true,
		minFileSize: 0,
		uploadDir: process.cwd(),
		maxFileSize: maxFileBytes,
		maxTotalFileSize: maxFileBytes,
		maxFields,
	});
	const request = Object.assign(Readable.from([bytes]), { headers: { ...headers, 'content-length': String(bytes.length) } });
	const [fields, files] = await form.parse(request);
	const chosen = Object.fromEntries(
		Object.entries(files).flatMap(([name, list]) => {
			const named = list.filter(({ size, originalFilename }) => size > 0 || originalFilename);
			return named.length > 0 ? [[name, named]] : [];
		}),
	);
	return { data: unwrapSingles(fields), files: unwrapSingles(chosen) };
}

const unwrapSingles = (values: Values): Values =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => [name, Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value]),
	);

interface ApprovalOptions {
	approveLabel?: string;
	disapproveLabel?: string;
}

const maxMessageCharacters = 2_000;

const words = {
	en: { title: 'Please confirm your answer', approve: 'Approve', decline: 'Decline' },
	pt: { title: 'Confirme a sua resposta', approve: 'Aprovar', decline: 'Recusar' },
};

/** Its button sends the link as POST, so that link previews decide nothing. */
function confirmPage(context: IWebhookFunctions, approved: boolean, acceptLanguage = ''): VisitResult['response'] {
	const language = /^\s*pt\b/i.test(acceptLanguage) ? 'pt' : 'en';
	const { title, approve, decline } = words[language];
	const options = context.getNodeParameter('approvalOptions.values', {}) as ApprovalOptions;
	const label = approved ? options.approveLabel || approve : options.disapproveLabel || decline;
	const text = context.getNodeParameter('message', '');
	const message = typeof text === 'string' ? text.slice(0, maxMessageCharacters) : '';
	return {
		status: 200,
		type: 'text/html; charset=utf-8',
		body: `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title>
<style>${style}</style></head>
<body><main><h1>${title}</h1>${message === '' ? '' : `<p>${escapeHtml(message)}</p>`}
<form method="post"><button>${escapeHtml(label)}</button></form></main></body>
</html>
`,
	};
}

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f6f7f9;color:#222}
main{max-width:28rem;margin:12vh auto;padding:1.5rem;background:#fff;border:1px solid #dbdfe7;border-radius:8px;text-align:center}
h1{font-size:1.2rem;margin:0 0 1rem}p{white-space:pre-wrap;overflow-wrap:anywhere;text-align:start}
button{font:inherit;padding:.6rem 1.6rem;border:0;border-radius:6px;background:#1f5fbf;color:#fff;cursor:pointer}`;

/** n8n ignores other agents to keep previews from deciding. Here a button decides, in any browser. */
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

/**
 * Passes a request to a waiting node like n8n's server; returns a page, the awaited answer, or both. A GET never decides: link previews send them
 * too.
 */
async function visitNode(
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
		method: visit.method,
		url: visit.url,
		originalUrl: visit.url,
		params: {},
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

type Work = Extract<ToProgram, { kind: 'work' }>;

closeInspector();
refuseSignals();
const { n8n: folder, compileCache, allowPrivateNetworks, holdsPrograms } = JSON.parse(process.argv[2]!) as ProgramArguments;
if (compileCache !== undefined) enableCompileCache(compileCache);

type Result = WorkResults[NodeWork['kind']];

const boundRequests = BoundRequests.install();
let boundConnections: BoundConnections | undefined;
const boundPrograms = holdsPrograms ? BoundPrograms.install() : undefined;
const answers = new Map<number, (answer: Extract<ToProgram, { kind: 'answer' }>['answer']) => void>();
let calls = 0;
let running: AbortController | undefined;

process.on('disconnect', () => process.exit());
void start();

async function start(): Promise<void> {
	try {
		boundConnections = BoundConnections.install(allowPrivateNetworks);
		const n8n = await loadN8n(folder);
		const packages = new LoadedPackages(n8n);
		process.on('message', (sent: unknown) => {
			const message = readMessage<ToProgram>(sent)!;
			if (message.kind === 'work') void work(n8n, packages, message);
			else if (message.kind === 'cancel') running?.abort();
			else answers.get(message.call)?.(message.answer);
		});
		tell({ kind: 'ready' });
		// The process ends by a kill, which writes nothing.
		if (compileCache !== undefined) setImmediate(flushCompileCache);
	} catch (error) {
		tell({ kind: 'not-started', message: error instanceof Error ? error.message : String(error) });
	}
}

async function work(n8n: N8n, packages: LoadedPackages, { work, package: admitted }: Work): Promise<void> {
	const secrets = new Set<string>();
	const ask = async (call: NodeCall) => {
		const value = await askWorker(call);
		if (call.of !== 'write-back') collectSecrets(value, secrets);
		return value;
	};
	running = new AbortController();
	// Before any code of the package is loaded.
	const bound = boundRequests.restrict(admitted.requests);
	const watched = boundConnections?.watch(() => {
		tell({ kind: 'fault', fault: { ...toFault(undefined, [...secrets], watched?.refused), goesOn: true } });
	});
	const programs = boundPrograms?.watch();
	try {
		await packages.add(admitted);
		tell({ kind: 'result', result: await perform(work, admitted.name, { n8n, packages, ask, signal: running.signal }) });
	} catch (error) {
		const { refused } = bound;
		if (refused !== undefined) tell({ kind: 'fault', fault: describeRefused(refused) });
		else if (programs?.refused !== undefined) tell({ kind: 'fault', fault: describeProgram(programs.refused) });
		else tell({ kind: 'fault', fault: toFault(error, [...secrets], watched?.refused) });
	}
}

const describeRefused = (request: string): NodeFault => ({
	kind: 'capability',
	message: `The manifest of the package does not allow ${request}`,
	description: request,
});

const describeProgram = (program: string): NodeFault => ({
	kind: 'program',
	message: `The program ${program} could call private networks and was not started`,
	description: program,
});

interface Parts {
	n8n: N8n;
	packages: LoadedPackages;
	ask: AskWorker;
	signal: AbortSignal;
}

async function perform(work: NodeWork, packageName: string, { n8n, packages, ask, signal }: Parts): Promise<Result> {
	switch (work.kind) {
		case 'run':
			return runTask(n8n, packages, work.task, ask, signal);
		case 'visit':
			return visitNode(n8n, packages, work.task, ask, work.visit, signal);
		case 'list':
			return listChoices(n8n, packages, work.task, ask);
		case 'describe':
			return packages.describe(packageName);
	}
}

async function askWorker(request: NodeCall): Promise<unknown> {
	const call = ++calls;
	const answer = await new Promise<Extract<ToProgram, { kind: 'answer' }>['answer']>((resolve) => {
		answers.set(call, resolve);
		tell({ kind: 'call', call, request });
	});
	answers.delete(call);
	if ('problem' in answer) throw new Error(answer.problem);
	return answer.value;
}

/** Shorter values, such as a region or user name, are words that a message may need. */
const minSecretCharacters = 8;

function collectSecrets(value: unknown, into: Set<string>): void {
	if (typeof value === 'string' && value.length >= minSecretCharacters) into.add(value);
	else if (typeof value === 'object' && value !== null)
		for (const [name, inner] of Object.entries(value)) if (name !== 'allowedDomains') collectSecrets(inner, into);
}

function tell(message: FromProgram): void {
	process.send!(writeMessage(message), () => undefined); // without a host, `disconnect` ends this process
}

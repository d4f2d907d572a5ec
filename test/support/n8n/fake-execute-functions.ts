import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	NodeTypeAndVersion,
} from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

export interface FakeExecution {
	/** A function gives each item its own. */
	parameters: IDataObject | ((item: number) => IDataObject);
	items?: INodeExecutionData[];
	node?: Partial<INode>;
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	credentialTypes?: ICredentialType[];
	/** Models of `getInputConnectionData`. */
	connected?: unknown;
	/** Tools of `getInputConnectionData`. */
	connectedTools?: unknown[];
	/** Memory of `getInputConnectionData`. */
	connectedMemory?: unknown;
	/** Output parser of `getInputConnectionData`. */
	connectedParser?: unknown;
	/** Told what is sent to a chat that streams. */
	onChunk?: (type: string, text?: string) => void;
	/** Called with each hint above the node's output. */
	onHint?: (message: string) => void;
	/** The round of a loop. */
	runIndex?: number;
	signal?: AbortSignal;
	executionId?: string;
	/** The address at which an execution that waits goes on. */
	resumeUrl?: string;
	/** Default `trigger`; `manual` in the editor. */
	mode?: string;
	/** Data that the node keeps with the execution. */
	context?: IDataObject;
	/** Told when the execution is put to wait. */
	onWait?: (until: Date) => void;
	/** Saved data of the execution. */
	runExecutionData?: { executionData: object; waitTill?: Date; parentExecution?: { executionId: string; workflowId: string } };
	/** Told what n8n's editor gets to know of the run. */
	onMetadata?: (metadata: object) => void;
	/** Execution data that nodes write. */
	executionData?: Record<string, string>;
	/** The nodes before and after this one. */
	before?: NodeTypeAndVersion[];
	after?: NodeTypeAndVersion[];
	/** The item of the trigger before this one, if it has started the workflow. */
	started?: IDataObject;
	/** True if an agent calls the node as its tool. */
	asTool?: boolean;
}

/** n8n's side of an execution, as far as our nodes touch it; HTTP is real, with n8n's order of authentication and its retry after a 401. */
export function fakeExecuteFunctions(options: FakeExecution): IExecuteFunctions {
	const { credentials = {} } = options;
	const items: INodeExecutionData[] = options.items ?? [{ json: {} }];
	const node: INode = {
		id: 'n1',
		name: 'Troupe',
		type: 'n8n-nodes-troupe.troupeAgent',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: '1', name }])),
		...options.node,
	};
	const readParameters = (item: number) => (typeof options.parameters === 'function' ? options.parameters(item) : options.parameters);
	const context = {
		getNode: () => node,
		getInputData: () => items,
		continueOnFail: () => node.onError?.startsWith('continue') ?? false,
		getWorkflow: () => ({ id: 'w1', name: 'Fake', active: true }),
		getExecutionId: () => options.executionId ?? 'e1',
		getInstanceId: () => 'instance-1',
		isToolExecution: () => options.asTool ?? false,
		getExecutionCancelSignal: () => options.signal,
		evaluateExpression: (expression: string) =>
			expression.includes('.isExecuted')
				? options.started
				: expression.includes('resumeUrl')
					? (options.resumeUrl ?? 'http://n8n.test/webhook-waiting/e1?signature=x')
					: (options.runIndex ?? 0),
		getMode: () => options.mode ?? 'trigger',
		getContext: () => (options.context ??= {}),
		setMetadata: (metadata: object) => options.onMetadata?.(metadata),
		customData: {
			getAll: () => options.executionData ?? {},
			set: (key: string, value: string) => void (options.executionData = { ...options.executionData, [key]: value }),
		},
		runExecutionData: options.runExecutionData,
		putExecutionToWait: async (until: Date) => {
			if (options.runExecutionData) options.runExecutionData.waitTill = until;
			options.onWait?.(until);
		},
		addExecutionHints: (...hints: Array<{ message: string }>) => hints.forEach(({ message }) => options.onHint?.(message)),
		isStreaming: () => options.onChunk !== undefined,
		sendChunk: (type: string, _item: number, text?: string) => options.onChunk?.(type, text),
		getParentNodes: (_name: string, { connectionType }: { connectionType?: string } = {}) => {
			if (connectionType === undefined) return options.before ?? [];
			return connectedTo(options, connectionType) === undefined ? [] : [{ name: 'Sub-node', type: 'n8n-nodes-other.sub' }];
		},
		getChildNodes: () => options.after ?? [],
		getInputConnectionData: async (type: string) => connectedTo(options, type),
		getCredentials: async (name: string) => ({ ...credentials[name] }),
		getNodeParameter: (name: string, item: number, fallback?: unknown) => {
			const value = readParameters(item)[name] ?? fallback;
			if (value === undefined) throw new Error(`Could not get parameter "${name}"`);
			return value;
		},
		helpers: {
			httpRequest,
			httpRequestWithAuthentication: (name: string, request: IHttpRequestOptions) => sendAuthenticated(context, options, name, request),
			prepareBinaryData: async (data: Buffer, fileName: string, mimeType: string) => ({
				data: data.toString('base64'),
				fileName,
				mimeType,
			}),
			assertBinaryData: (item: number, field: string) => items[item]!.binary![field],
			getBinaryDataBuffer: async (item: number, field: string) => Buffer.from(items[item]!.binary![field]!.data, 'base64'),
		},
	};
	return context as unknown as IExecuteFunctions;
}

function connectedTo(options: FakeExecution, type: string): unknown {
	const { connectedTools: ai_tool, connectedMemory: ai_memory, connectedParser: ai_outputParser, connected } = options;
	const special: Record<string, unknown> = { ai_tool, ai_memory, ai_outputParser };
	return type in special ? special[type] : connected;
}

async function sendAuthenticated(
	context: object,
	{ credentials = {}, credentialTypes = [], node }: FakeExecution,
	name: string,
	request: IHttpRequestOptions,
) {
	const type = credentialTypes.find((candidate) => candidate.name === name)!;
	const data = credentials[name]!;
	const refresh = async () => Object.assign(data, await type.preAuthentication?.call(context as unknown as IHttpRequestHelper, data));
	const authenticated = () =>
		(type.authenticate as (data: IDataObject, request: IHttpRequestOptions) => Promise<IHttpRequestOptions>)(data, { ...request });
	try {
		if (data.accessToken === '') await refresh();
		const first = await send(await authenticated());
		if (first.statusCode !== 401) return first;
		await refresh();
		const second = await send(await authenticated());
		if (second.statusCode !== 401) return second;
		throw Object.assign(new Error('Request failed with status code 401'), { response: { status: 401 }, httpCode: '401' });
	} catch (error) {
		throw new NodeApiError(node as INode, error as never);
	}
}

/** n8n's plain request: throws for a status of 400 or more, with the body of the response. */
async function httpRequest(request: IHttpRequestOptions): Promise<unknown> {
	const { statusCode: status, body } = await send(request);
	const data = JSON.parse(body) as unknown;
	if (status >= 400) throw Object.assign(new Error(`Request failed with status code ${status}`), { response: { status, data } });
	return data;
}

async function send({ url, method, body, json, headers, auth, timeout, abortSignal }: IHttpRequestOptions) {
	const isObject = json && Object.getPrototypeOf(body) === Object.prototype;
	const authorization = auth && `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
	const response = await fetch(url, {
		method,
		body: isObject ? JSON.stringify(body) : (body as RequestInit['body']),
		headers: {
			...(isObject && { 'content-type': 'application/json' }),
			...(headers as Record<string, string>),
			...(authorization && { authorization }),
		},
		signal: AbortSignal.any([AbortSignal.timeout(timeout ?? 300_000), ...(abortSignal ? [abortSignal as AbortSignal] : [])]),
	}).catch((error: Error & { cause?: { code?: string } }) => {
		throw Object.assign(new Error(error.message), { code: error.name === 'TimeoutError' ? 'ECONNABORTED' : error.cause?.code });
	});
	return { statusCode: response.status, body: await response.text() };
}

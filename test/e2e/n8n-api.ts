import { waitUntil } from '../support/wait-until';

/** n8n answers each look. */
const often = { everyMs: 50 };
/** n8n closes a connection after five idle seconds, and on a busy machine just when the next request goes out. */
const ownConnection = { connection: 'close' };

interface Answer<Body> {
	status: number;
	body: Body;
}

export interface Workflow {
	name: string;
	nodes: object[];
	connections: object;
}

interface Stored {
	id: string;
	versionId: string;
}

/** What n8n's editor asks of its server, and what the world asks of its webhooks. */
export class N8nApi {
	constructor(
		readonly url: string,
		readonly cookie: string,
	) {}

	async createCredential(type: string, data: object): Promise<{ id: string; name: string }> {
		const { body } = await this.#rest<{ data: Stored }>('POST', '/credentials', { name: type, type, data });
		return { id: body.data.id, name: type };
	}

	async deleteCredentials(): Promise<void> {
		const { body } = await this.#rest<{ data: Stored[] }>('GET', '/credentials');
		for (const { id } of body.data) await this.#rest('DELETE', `/credentials/${id}`);
	}

	/** The answer to the credential dialog's test. */
	async testCredential(type: string, data: object, id = ''): Promise<{ status: string; message: string }> {
		const { body } = await this.#rest<{ data: { status: string; message: string } }>('POST', '/credentials/test', {
			credentials: { id, name: type, type, data },
		});
		return body.data;
	}

	async createWorkflow(workflow: Workflow): Promise<string> {
		const { body } = await this.#rest<{ data: Stored }>('POST', '/workflows', { settings: { executionOrder: 'v1' }, ...workflow });
		return body.data.id;
	}

	/** Creates a workflow with a webhook on `path` and waits until that is live. All test files share one n8n: a path is one workflow's. */
	async publish(workflow: Workflow, path: string): Promise<string> {
		const { body } = await this.#rest<{ data?: Stored; message?: string }>('POST', '/workflows', {
			...{ settings: { executionOrder: 'v1' }, ...workflow },
		});
		if (!body.data) throw new Error(`n8n did not take the workflow ${workflow.name}: ${body.message}`);
		const { id, versionId } = body.data;
		const activated = await this.activate(id, versionId);
		// Else the test would ask the workflow of another test file.
		if (activated.status !== 200) throw new Error(`n8n did not publish /webhook/${path}: ${activated.body.message}`);
		const isLive = async () => {
			const { headers } = await fetch(`${this.url}/webhook/${path}`, { method: 'OPTIONS', headers: { origin: this.url } });
			return headers.get('access-control-allow-methods')?.includes('POST');
		};
		await waitUntil(`/webhook/${path} to be live`, isLive, often);
		return id;
	}

	async activate(id: string, versionId?: string): Promise<Answer<{ message?: string }>> {
		const version = versionId ?? (await this.#rest<{ data: Stored }>('GET', `/workflows/${id}`)).body.data.versionId;
		return this.#rest('POST', `/workflows/${id}/activate`, { versionId: version });
	}

	async deactivate(id: string): Promise<Answer<object>> {
		return this.#rest('POST', `/workflows/${id}/deactivate`, {});
	}

	/** n8n makes triggers live, and takes them down, after it has answered. */
	async publication(id: string): Promise<{ status: string; triggers: Array<{ errorMessage: string | null }> }> {
		interface Publication {
			status: string;
			triggers: Array<{ errorMessage: string | null }>;
		}
		return (await this.#rest<{ data: Publication }>('GET', `/workflows/${id}/publication-status`)).body.data;
	}

	/** What "Execute workflow" in the editor sends. */
	async execute(id: string, trigger: string): Promise<Answer<{ message?: string; data?: { executionId: string } }>> {
		const { body } = await this.#rest<{ data: object }>('GET', `/workflows/${id}`);
		return this.#rest('POST', `/workflows/${id}/run`, { workflowData: body.data, startNodes: [], triggerToStartFrom: { name: trigger } });
	}

	async searchList(node: string, methodName: string): Promise<{ results: Array<{ name: string; value: string }> }> {
		const request = { path: 'parameters.agent', methodName, nodeTypeAndVersion: { name: node, version: 1 }, currentNodeParameters: {} };
		return (await this.#rest<{ data: { results: [] } }>('POST', '/dynamic-node-parameters/resource-locator-results', request)).body.data;
	}

	/** What the list of a node's model field shows. */
	async searchModels(node: string, methodName: string, credentials: object): Promise<{ results: Array<{ name: string; value: string }> }> {
		const personal = await this.#rest<{ data: { id: string } }>('GET', '/projects/personal');
		const request = {
			path: 'parameters.model',
			methodName,
			nodeTypeAndVersion: { name: node, version: 1 },
			currentNodeParameters: { operation: 'chat', source: 'openai' },
			credentials,
			projectId: personal.body.data.id,
		};
		return (await this.#rest<{ data: { results: [] } }>('POST', '/dynamic-node-parameters/resource-locator-results', request)).body.data;
	}

	/** What the list of a node's field shows. */
	async searchField(
		node: string,
		field: string,
		methodName: string,
		currentNodeParameters: object,
		credentials: object,
	): Promise<{ results: Array<{ name: string; value: string }> }> {
		const personal = await this.#rest<{ data: { id: string } }>('GET', '/projects/personal');
		const request = {
			path: `parameters.${field}`,
			methodName,
			nodeTypeAndVersion: { name: node, version: 1 },
			currentNodeParameters,
			credentials,
			projectId: personal.body.data.id,
		};
		return (await this.#rest<{ data: { results: [] } }>('POST', '/dynamic-node-parameters/resource-locator-results', request)).body.data;
	}

	async ask<Body = Record<string, unknown>>(path: string, body: object): Promise<Answer<Body>> {
		return send(`${this.url}/webhook/${path}`, 'POST', {}, body);
	}

	/** What a chat that streams shows: its whole text, and in how many pieces it came. */
	async chat(webhookId: string, chatInput: string, sessionId = 's1'): Promise<{ text: string; chunks: number }> {
		const response = await fetch(`${this.url}/webhook/${webhookId}/chat`, {
			method: 'POST',
			headers: { ...ownConnection, 'content-type': 'application/json' },
			body: JSON.stringify({ action: 'sendMessage', sessionId, chatInput }),
			signal: AbortSignal.timeout(45_000),
		});
		const lines = (await response.text()).split('\n').filter(Boolean);
		const events = lines.map((line) => JSON.parse(line) as { type: string; content?: string });
		const items = events.filter(({ type, content }) => type === 'item' && content);
		return { text: items.map(({ content }) => content).join(''), chunks: items.length };
	}

	/** The data of the workflow's last execution, by node, when it has ended. */
	async finishedRun(workflowId: string): Promise<Record<string, unknown>> {
		return this.#readRunData(await this.reached(workflowId, ['success', 'error']));
	}

	/** The workflow's last execution, once its status is one of these. */
	async reached(workflowId: string, statuses: string[]): Promise<string> {
		let last: { id: string; status: string } | undefined;
		const look = async () => {
			[last] = await this.executions(workflowId);
			return last && statuses.includes(last.status) && last.id;
		};
		return waitUntil(`an execution of ${workflowId} that is ${statuses.join(' or ')}`, look, { ...often, seen: () => last });
	}

	/** The data of the workflow's execution that waits, by node. */
	async waitingRun(workflowId: string): Promise<Record<string, unknown>> {
		return this.#readRunData(await this.reached(workflowId, ['waiting']));
	}

	/** The workflow's executions, the newest first. */
	async executions(workflowId: string): Promise<Array<{ id: string; status: string }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const list = await this.#rest<{ data: { results: Array<{ id: string; status: string }> } }>(
			'GET',
			`/executions?filter=${filter}&limit=20`,
		);
		return list.body.data.results;
	}

	/** A key of the owner for n8n's public API. */
	async createApiKey(scopes: string[]): Promise<string> {
		const { status, body } = await this.#rest<{ data: { rawApiKey: string } }>('POST', '/api-keys', {
			...{ label: `e2e ${scopes.join(' ')}`.slice(0, 50), expiresAt: null, scopes },
		});
		if (status !== 200) throw new Error(`n8n created no API key: ${JSON.stringify(body)}`);
		return body.data.rawApiKey;
	}

	/** The data of the workflow's newest execution in which the node ran, by node, when there is one that has ended. */
	async runWith(workflowId: string, node: string, matches: (run: string) => boolean): Promise<Record<string, unknown>> {
		let seen: Array<{ id: string; status: string }> = [];
		const look = async () => {
			seen = await this.executions(workflowId);
			for (const { id } of seen.filter(({ status }) => ['success', 'error'].includes(status))) {
				const run = await this.#readRunData(id);
				if (run[node] !== undefined && matches(JSON.stringify(run[node]))) return run;
			}
			return undefined;
		};
		return waitUntil(`an ended execution of ${workflowId} in which ${node} ran`, look, { ...often, seen: () => seen });
	}

	async #readRunData(executionId: string): Promise<Record<string, unknown>> {
		const { body } = await this.#rest<{ data: { data: string } }>('GET', `/executions/${executionId}`);
		return (unflatten(body.data.data) as { resultData: { runData: Record<string, unknown> } }).resultData.runData;
	}

	async #rest<Body>(method: string, path: string, body?: object): Promise<Answer<Body>> {
		return send(`${this.url}/rest${path}`, method, { cookie: this.cookie }, body);
	}
}

async function send<Body>(url: string, method: string, headers: Record<string, string>, body?: object): Promise<Answer<Body>> {
	const response = await fetch(url, {
		method,
		headers: { ...headers, ...ownConnection, 'content-type': 'application/json' },
		body: body && JSON.stringify(body),
		signal: AbortSignal.timeout(45_000),
	});
	return { status: response.status, body: (await response.json()) as Body };
}

/** n8n stores executions flatted: a list in which a text that is a number names an entry. */
function unflatten(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const made = new Map<number, unknown>();
	const read = (index: number): unknown => {
		const entry = entries[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		if (made.has(index)) return made.get(index);
		const into = (Array.isArray(entry) ? [] : {}) as Record<string, unknown>;
		made.set(index, into);
		for (const [key, value] of Object.entries(entry)) into[key] = typeof value === 'string' ? read(Number(value)) : value;
		return into;
	};
	return read(0);
}

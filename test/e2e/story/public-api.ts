import type { N8nApi } from '../n8n-api';

interface Execution {
	id: string;
	isRetried: boolean;
}

/** n8n's public API, with a key of the owner. */
export class PublicApi {
	private constructor(
		private readonly url: string,
		private readonly key: string,
	) {}

	static async open(api: N8nApi): Promise<PublicApi> {
		const scopes = ['workflow:create', 'workflow:activate', 'workflow:read', 'execution:list', 'execution:read', 'execution:retry'];
		return new PublicApi(api.url, await api.createApiKey(scopes));
	}

	async createWorkflow(workflow: object): Promise<string> {
		return (await this.#ask<{ id: string }>('POST', '/workflows', workflow)).id;
	}

	async activate(id: string): Promise<void> {
		await this.#ask('POST', `/workflows/${id}/activate`, {});
	}

	async executions(workflowId: string, status: 'error' | 'running'): Promise<Execution[]> {
		const path = `/executions?workflowId=${workflowId}&status=${status}&limit=250`;
		const { data } = await this.#ask<{ data: Array<{ id: number; retrySuccessId: string | null }> }>('GET', path);
		return data.map(({ id, retrySuccessId }) => ({ id: String(id), isRetried: Boolean(retrySuccessId) }));
	}

	async retry(execution: string): Promise<void> {
		await this.#ask('POST', `/executions/${execution}/retry`, { loadWorkflow: true });
	}

	async #ask<Body>(method: string, path: string, body?: object): Promise<Body> {
		const response = await fetch(`${this.url}/api/v1${path}`, {
			method,
			headers: { 'X-N8N-API-KEY': this.key, 'content-type': 'application/json' },
			...(body && { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(45_000),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n answered ${method} ${path} with ${response.status}: ${text.slice(0, 500)}`);
		return JSON.parse(text) as Body;
	}
}

import type OpenAI from 'openai';

/**
 * The SDK's client without unused work per call: a dozen headers that quietFetch drops, a controller for the caller's signal, and a timer
 * of ten minutes although undici gives up after five. This saves a third of the cost of a call (docs/decisions/models/0050).
 */
export function leanClient(Client: typeof OpenAI): typeof OpenAI {
	return class LeanClient extends Client {
		readonly #send: typeof fetch;

		constructor(options: ConstructorParameters<typeof OpenAI>[0] & { fetch: typeof fetch }) {
			super(options);
			this.#send = options.fetch;
		}

		override buildRequest({
			method,
			path,
			query,
			body,
			signal,
		}: Parameters<OpenAI['buildRequest']>[0]): ReturnType<OpenAI['buildRequest']> {
			const headers = new Headers({ accept: 'application/json' });
			if (body) headers.set('content-type', 'application/json');
			const req = { method, headers, ...(signal && { signal }), ...(body !== undefined && { body: JSON.stringify(body) }) };
			return Promise.resolve({ req, url: this.buildURL(path, query as Record<string, unknown> | undefined), timeout: this.timeout });
		}

		override fetchWithTimeout(...[url, init]: Parameters<OpenAI['fetchWithTimeout']>): Promise<Response> {
			return this.#send(url, { ...init, method: init?.method?.toUpperCase() });
		}
	};
}

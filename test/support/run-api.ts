/** Calls `/api/v1` of a service with the agent `clerk`. */
import { serviceToken, startTestService } from './offering-service';

export type Body = Record<string, unknown> & { runId: string; state: string };

/** Each test opens its own service, which ends with it. */
export function useRunApi() {
	const api = { service: undefined as unknown as Awaited<ReturnType<typeof startTestService>> };
	afterEach(() => api.service.close());

	async function open(...steps: Parameters<typeof startTestService>[0]): Promise<void> {
		api.service = await startTestService(steps);
	}

	async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
		return fetch(`${api.service.url}/api/v1${path}`, {
			method,
			headers: {
				authorization: `Bearer ${serviceToken}`,
				...(body !== undefined && { 'content-type': 'application/json' }),
				...headers,
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
	}

	async function call(...request: Parameters<typeof send>): Promise<{ status: number; body: Body; headers: Headers }> {
		const response = await send(...request);
		return { status: response.status, body: (await response.json()) as Body, headers: response.headers };
	}

	const begin = (message: string, query = '', headers?: Record<string, string>) =>
		call('POST', `/agents/clerk/runs${query}`, { message }, headers);
	const as = async (name: string, scopes: string[]) => ({ authorization: `Bearer ${await api.service.createKey(name, scopes)}` });
	return { api, open, send, call, begin, as };
}

/** The events of a stream: their ids, names and data. */
export async function readEvents(response: Response): Promise<Array<{ id?: string; event: string; data: Record<string, unknown> }>> {
	expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
	return (await response.text())
		.split('\n\n')
		.filter((frame) => frame.includes('data: '))
		.map((frame) => {
			const fields = Object.fromEntries(frame.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
			return { id: fields.id, event: fields.event, data: JSON.parse(fields.data) };
		});
}

export const asksPerson = (id: string) => ({
	finish: 'tool-calls' as const,
	toolCalls: [{ id, name: 'ask_person', arguments: JSON.stringify({ question: 'Which order?' }) }],
});
export const pays = { finish: 'tool-calls' as const, toolCalls: [{ id: 'pay-1', name: 'pay', arguments: '{"order":"7"}' }] };
/** A model that answers when it is told to. */
export function held(text: string) {
	const { promise, resolve } = Promise.withResolvers<void>();
	const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
	const step = async () => (await promise, { text, finish: 'stop' as const, model: 'script:model', usage });
	return { step, answer: resolve };
}

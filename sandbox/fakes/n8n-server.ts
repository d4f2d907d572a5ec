import { type FakeCall, type FakeServer, startFakeServer, type WireAnswer } from './fake-server';

type ExecutionStatus = 'running' | 'success' | 'error' | 'canceled';

/** Webhooks of published workflows, and the executions of n8n's public API. */
export interface FakeN8n extends Pick<FakeServer, 'url' | 'calls' | 'close'> {
	/** The calls that started a workflow. */
	started(): FakeCall[];
	/** Ends the newest execution, with the items of its last node. */
	finish(status: ExecutionStatus, items?: object[]): void;
	statusOf(id: string): ExecutionStatus | undefined;
	/** While it is down, a proxy answers in its place. */
	setDown(isDown: boolean): void;
	/** Breaks the connection of the next call of a webhook after the workflow has started. */
	cutNext(): void;
}

const apiKey = 'n8n-api-key';

/**
 * Workflows: `/webhook/echo` answers what it got when it ends, `/webhook/fail` fails, `/webhook/long` answers at once with its execution,
 * `/webhook/secured` asks for the header `x-key: hook-key`, `/webhook/slow` never ends.
 */
export async function startN8n(): Promise<FakeN8n> {
	const executions: Array<{ status: ExecutionStatus; items: object[] }> = [];
	const started: FakeCall[] = [];
	let [isDown, isCut] = [false, false];

	const start = (call: FakeCall): string => {
		started.push(call);
		executions.push({ status: 'running', items: [] });
		return String(executions.length);
	};
	const webhook = (call: FakeCall, name: string): WireAnswer => {
		if (call.method !== 'POST')
			return json(404, {
				code: 404,
				message: `This webhook is not registered for ${call.method} requests. Did you mean to make a POST request?`,
			});
		if (name === 'secured' && call.headers['x-key'] !== 'hook-key')
			return { status: 403, headers: { 'content-type': 'text/html' }, body: 'Authorization data is wrong!' };
		if (!['echo', 'fail', 'long', 'secured', 'slow'].includes(name))
			return json(404, {
				code: 404,
				message: `The requested webhook "POST ${name}" is not registered.`,
				hint: 'The workflow must be active for a production URL to run successfully.',
			});
		const id = start(call);
		const answer =
			name === 'long'
				? json(200, { executionId: id })
				: name === 'fail'
					? json(500, { message: 'Error in workflow' })
					: json(200, { got: call.body });
		if (name === 'slow') return { ...answer, delayMs: 60_000 };
		if (!isCut) return answer;
		isCut = false;
		return { ...answer, cutAfter: 1 };
	};
	const api = (call: FakeCall, id: string, isStop: boolean): WireAnswer => {
		if (call.headers['x-n8n-api-key'] !== apiKey) return json(401, { message: 'unauthorized' });
		const execution = executions[Number(id) - 1];
		if (!execution) return json(404, { message: 'Not Found' });
		if (isStop && execution.status !== 'running') return json(400, { message: 'Only running or waiting executions can be stopped' });
		if (isStop) execution.status = 'canceled';
		const main = [execution.items.map((item) => ({ json: item }))];
		const resultData = { lastNodeExecuted: 'Last', runData: { Last: [{ data: { main } }] } };
		return json(200, { id: Number(id), status: execution.status, finished: execution.status === 'success', data: { resultData } });
	};
	const server = await startFakeServer((call) => {
		if (isDown) return { status: 503, headers: { 'content-type': 'text/html', 'retry-after': '3' }, body: '<h1>Service Unavailable</h1>' };
		const { pathname } = new URL(call.path, 'http://fake');
		const [, hook, id, stop] = /^\/webhook\/([\w-]+)$|^\/api\/v1\/executions\/(\d+)(\/stop)?$/.exec(pathname) ?? [];
		if (hook !== undefined) return webhook(call, hook);
		if (id !== undefined && (stop === undefined) === (call.method === 'GET')) return api(call, id, stop !== undefined);
		return json(404, { message: 'not found' });
	});
	return {
		...{ url: server.url, calls: server.calls, close: () => server.close() },
		started: () => started,
		finish: (status, items = []) => void (executions[executions.length - 1] = { status, items }),
		statusOf: (id) => executions[Number(id) - 1]?.status,
		setDown: (down) => void (isDown = down),
		cutNext: () => void (isCut = true),
	};
}

const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});

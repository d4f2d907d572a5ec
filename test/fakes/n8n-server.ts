import { type FakeCall, type FakeServer, startFakeServer, type WireAnswer } from '../../sandbox/fakes/fake-server';

type ExecutionStatus = 'running' | 'waiting' | 'success' | 'error' | 'canceled';

interface Execution {
	workflow: string;
	status: ExecutionStatus;
	items: object[];
	startedAt: string;
	stoppedAt: string | null;
}

/** Webhooks of published workflows, and n8n's public API: executions, and whether a workflow is there. */
export interface FakeN8n extends Pick<FakeServer, 'url' | 'calls' | 'close'> {
	/** The calls that started a workflow. */
	started(): FakeCall[];
	/** Ends the newest execution, with the items of its last node. */
	finish(status: ExecutionStatus, items?: object[]): void;
	statusOf(id: string): ExecutionStatus | undefined;
	/** While it is down, a proxy answers in its place. */
	setDown(isDown: boolean): void;
	/** Adds an execution, and its workflow. @returns its id */
	add(execution: Partial<Execution> & { workflow: string }): string;
	/** The key sees no workflow of these: they are of others, or were deleted. */
	hide(...workflows: string[]): void;
	/** The key has these scopes alone. */
	allow(...scopes: string[]): void;
	/** Executions that are stopped go on for ever. */
	ignoreStops(): void;
	/** Breaks the connection of the next call of a webhook after the workflow has started. */
	cutNext(): void;
}

const apiKey = 'n8n-api-key';

/**
 * Workflows: `/webhook/echo` answers what it got when it ends, `/webhook/fail` fails, `/webhook/long` answers at once with its execution,
 * `/webhook/secured` asks for the header `x-key: hook-key`, `/webhook/slow` never ends.
 */
export async function startN8n(): Promise<FakeN8n> {
	const executions = new Map<string, Execution>();
	const hidden = new Set<string>();
	const known = new Set<string>();
	const started: FakeCall[] = [];
	let scopes: string[] | undefined;
	let [isDown, isCut, stops] = [false, false, true];
	let count = 0;

	const add = (execution: Partial<Execution> & { workflow: string }): string => {
		const now = new Date().toISOString();
		const id = String((count += 1));
		known.add(execution.workflow);
		executions.set(id, {
			status: 'success',
			items: [],
			startedAt: now,
			stoppedAt: execution.status === 'running' ? null : now,
			...execution,
		});
		return id;
	};
	const start = (call: FakeCall): string => {
		started.push(call);
		return add({ workflow: 'webhook', status: 'running' });
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
	/** As n8n's own controllers: a key sees nothing of workflows that are not shared with its user, and a running execution is not deleted. */
	const api = (call: FakeCall, id: string, action: 'read' | 'stop' | 'delete'): WireAnswer => {
		const execution = executions.get(id);
		if (!execution || hidden.has(execution.workflow)) return notFound;
		const { workflow, status, items, startedAt, stoppedAt } = execution;
		const fields = { id, status, finished: status === 'success', workflowId: workflow, startedAt, stoppedAt };
		if (action === 'delete') {
			if (status === 'running') return json(400, { message: 'Cannot delete a running execution' });
			executions.delete(id);
			return json(200, { ...fields, id: Number(id) });
		}
		if (action === 'stop') {
			if (status !== 'running' && status !== 'waiting') return json(409, { message: 'Only running or waiting executions can be stopped' });
			if (stops) Object.assign(execution, { status: 'canceled', stoppedAt: new Date().toISOString() });
			return json(200, { mode: 'webhook', startedAt, finished: false, status: execution.status });
		}
		if (!call.path.includes('includeData=true')) return json(200, fields);
		const main = [items.map((item) => ({ json: item }))];
		const resultData = { lastNodeExecuted: 'Last', runData: { Last: [{ data: { main } }] } };
		return json(200, { ...fields, data: { resultData } });
	};
	/** The newest first; those that run only where they are asked for. */
	const list = (query: URLSearchParams): WireAnswer => {
		if (scopes && !scopes.includes('execution:list')) return json(403, { message: 'Forbidden' });
		const [limit, before] = [Number(query.get('limit') ?? 100), Number(query.get('cursor') ?? Infinity)];
		if (limit > 250) return json(400, { message: 'Number must be less than or equal to 250' });
		const isWanted = ({ workflow, status }: Execution) =>
			workflow === query.get('workflowId') && !hidden.has(workflow) && (status === 'running') === (query.get('status') === 'running');
		const all = [...executions].filter(([id, execution]) => Number(id) < before && isWanted(execution)).toReversed();
		const data = all
			.slice(0, limit)
			.map(([id, { workflow, status, startedAt, stoppedAt }]) => ({ id, workflowId: workflow, status, startedAt, stoppedAt }));
		return json(200, { data, nextCursor: all.length > limit ? data.at(-1)!.id : null });
	};
	const askApi = (call: FakeCall, path: string): WireAnswer => {
		if (call.headers['x-n8n-api-key'] !== apiKey) return json(401, { message: 'unauthorized' });
		if (path === 'executions' && call.method === 'GET') return list(new URL(call.path, 'http://fake').searchParams);
		const [, workflow, id, isStop] = /^(?:workflows\/([\w-]+)|executions\/(\d+)(\/stop)?)$/.exec(path) ?? [];
		const action = { GET: 'read', POST: 'stop', DELETE: 'delete' }[call.method] as 'read' | 'stop' | 'delete' | undefined;
		if (action === undefined || (isStop !== undefined) !== (action === 'stop')) return notFound;
		const scope = `${workflow === undefined ? 'execution' : 'workflow'}:${action}`;
		if (scopes && !scopes.includes(scope)) return json(403, { message: 'Forbidden' });
		if (id !== undefined) return api(call, id, action);
		return workflow !== undefined && known.has(workflow) && !hidden.has(workflow) ? json(200, { id: workflow, name: workflow }) : notFound;
	};
	const server = await startFakeServer((call) => {
		if (isDown) return { status: 503, headers: { 'content-type': 'text/html', 'retry-after': '3' }, body: '<h1>Service Unavailable</h1>' };
		const { pathname } = new URL(call.path, 'http://fake');
		const [, hook, path] = /^\/webhook\/([\w-]+)$|^\/api\/v1\/(.+)$/.exec(pathname) ?? [];
		if (hook !== undefined) return webhook(call, hook);
		return path === undefined ? notFound : askApi(call, path);
	});
	return {
		...{ url: server.url, calls: server.calls, close: () => server.close() },
		started: () => started,
		finish: (status, items = []) =>
			void Object.assign([...executions.values()].at(-1)!, { status, items, stoppedAt: new Date().toISOString() }),
		statusOf: (id) => executions.get(id)?.status,
		add,
		hide: (...workflows) => workflows.forEach((one) => hidden.add(one)),
		allow: (...names) => void (scopes = names),
		ignoreStops: () => void (stops = false),
		setDown: (down) => void (isDown = down),
		cutNext: () => void (isCut = true),
	};
}

const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});

const notFound = json(404, { message: 'Not Found' });

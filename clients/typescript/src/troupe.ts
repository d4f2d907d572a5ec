import { createClient, createConfig, type Client } from './generated/client/index.js';
import type { ReadRunResponses, RunAgentData, RunAgentResponses } from './generated/types.gen.js';
import { TroupeError, toError } from './errors.js';
import { type BackgroundOptions, type Begun, finishOperation } from './background.js';
import { readEvents } from './events.js';
import { isOfProxy, pause, readAddress, readAnswer, readKey, requireOurs } from './requests.js';

export interface TroupeOptions {
	/** The address of `troupe serve`. */
	url: string;
	/** An API key (`troupe key create`), or a token of the issuer. */
	key: string;
	/** How often a request is tried again that the service could not take now, or that got no answer. Default 3. */
	retries?: number;
	fetch?: typeof fetch;
}

export type RunRequest = RunAgentData['body'];
export type RunAnswer = RunAgentResponses[200];
/** A run with its record; its steps for callers with `run:read`. */
export type Run = ReadRunResponses[200];

export interface RunOptions {
	signal?: AbortSignal;
	idempotencyKey?: string;
}

/** A step of a run: `kind` is the event's name, as docs/agents/agents.md lists them. */
export interface RunEvent {
	id?: string;
	kind: string;
	/** `model-part`: text to show now. */
	text?: string;
	[field: string]: unknown;
}

export interface Decision {
	id: string;
	answer?: string;
	approved?: boolean;
	comment?: string;
	viewSha256?: string;
}

/** A function of an operation, such as `listRuns`. They are generic: their types cannot be inferred from a parameter of type `unknown`. */
type Operation = (options: any) => Promise<{ data?: unknown; error?: unknown; response?: Response }>;
type InputOf<Called extends Operation> = Omit<NonNullable<Parameters<Called>[0]>, 'client' | 'throwOnError'>;
type AnswerOf<Called extends Operation> = Exclude<NonNullable<Awaited<ReturnType<Called>>['data']>, Begun>;
/** Operations that always run in the background answer with the whole operation, at once and in the end. */
type EndOf<Answer> = Answer extends { operation: string; createdAt: string; answer?: infer Own } ? NonNullable<Own> : Answer;

const waitSeconds = 30;
const maxWaitSeconds = 30;
const settled = new Set(['waiting', 'completed', 'failed', 'cancelled', 'interrupted']);

/** A `troupe serve`. Errors are `TroupeError`. */
export class Troupe {
	/** For the functions of operations: `listRuns({ client: troupe.client, query: { … } })`, or `troupe.call(listRuns, { … })`. */
	readonly client: Client;
	readonly #options: Required<Omit<TroupeOptions, 'key'>>;
	readonly #headers: Record<string, string>;

	/** @throws TroupeError INPUT_INVALID */
	constructor({ url, key: written, retries = 3, fetch: given = fetch }: TroupeOptions) {
		const key = readKey(written);
		this.#options = { url: readAddress(url), retries, fetch: given };
		this.#headers = { authorization: `Bearer ${key}` };
		this.client = createClient(
			createConfig({
				baseUrl: this.#options.url,
				auth: key,
				fetch: (input, init) => {
					const request = new Request(input, init);
					return this.#send(request, request.method === 'GET');
				},
			}),
		);
	}

	/** Calls an operation. @example await troupe.call(listRuns, { query: { state: 'failed' } }) @throws TroupeError */
	async call<Called extends Operation>(operation: Called, input: InputOf<Called>): Promise<AnswerOf<Called>> {
		return (await this.#call(operation, input)) as AnswerOf<Called>;
	}

	/**
	 * Calls an operation that the service can do in the background, such as an upload, and waits for its answer, however long that takes.
	 * @example await troupe.callInBackground(uploadDocument, { path, body }, { onProgress: ({ done, total }) => show(done, total) })
	 * @throws TroupeError of the operation
	 */
	async callInBackground<Called extends Operation>(
		operation: Called,
		input: Omit<InputOf<Called>, 'headers'>,
		options: BackgroundOptions = {},
	): Promise<EndOf<AnswerOf<Called>>> {
		const { id } = (await this.#call(operation, { ...input, headers: { prefer: 'respond-async' } })) as Begun;
		return (await this.finish(id, options)) as EndOf<AnswerOf<Called>>;
	}

	/** Waits for the answer of an operation in the background. @throws TroupeError of the operation */
	finish(id: string, options: BackgroundOptions = {}): Promise<unknown> {
		return finishOperation(id, async (path) => (await this.#request('GET', path, { signal: options.signal })).json(), options);
	}

	async #call(operation: Operation, input: object): Promise<unknown> {
		const { data, error, response } = await operation({ ...input, client: this.client });
		if (response?.ok && data !== undefined) return data;
		if (error instanceof TroupeError) throw error;
		throw toError(response?.status ?? 0, error);
	}

	/** Runs an agent, and waits until it has answered, or waits for a person. @throws TroupeError of the run, or of the service */
	async run(agent: string, request: RunRequest, options: RunOptions = {}): Promise<RunAnswer> {
		const first = await this.#begin(agent, request, options, 'application/json');
		return this.#settle(await readAnswer(first), options.signal);
	}

	/** Runs an agent, yields its steps, and returns the answer. Continues after a lost connection. @throws TroupeError */
	async *stream(agent: string, request: RunRequest, options: RunOptions = {}): AsyncGenerator<RunEvent, RunAnswer> {
		const response = await this.#begin(agent, request, options, 'text/event-stream');
		const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
		if (!isStream) return this.#settle(await readAnswer(response), options.signal);
		const location = response.headers.get('location') ?? '';
		return yield* this.#follow(decodeURIComponent(location.slice(location.lastIndexOf('/') + 1)), response, options.signal);
	}

	/** Yields the steps of a run, and returns its answer. @throws TroupeError */
	async *follow(runId: string, options: Pick<RunOptions, 'signal'> = {}): AsyncGenerator<RunEvent, RunAnswer> {
		return yield* this.#follow(runId, undefined, options.signal);
	}

	/** Reads a run; `waitSeconds` waits until it ends, at most 30. @throws TroupeError */
	async read(runId: string, options: { waitSeconds?: number; signal?: AbortSignal } = {}): Promise<Run> {
		const query = options.waitSeconds === undefined ? '' : `?waitSeconds=${options.waitSeconds}`;
		return readAnswer<Run>(await this.#request('GET', `runs/${encodeURIComponent(runId)}${query}`, { signal: options.signal }));
	}

	/** Decides what a run waits for, and waits until it has answered, or waits again. @throws TroupeError */
	async resume(runId: string, decisions: Decision[], { signal }: Pick<RunOptions, 'signal'> = {}): Promise<RunAnswer> {
		const path = `runs/${encodeURIComponent(runId)}/resume`;
		for (;;) {
			const answer = await readAnswer(await this.#request('POST', path, { body: { decisions }, signal, isRepeatable: true }));
			if (answer.state !== 'running') return this.#settle(answer, signal);
		}
	}

	/** Ends a run for good. @throws TroupeError STATE_CONFLICT for one that has ended */
	async cancel(runId: string, reason: string): Promise<void> {
		await this.#request('POST', `runs/${encodeURIComponent(runId)}/cancel`, { body: { reason } });
	}

	#begin(agent: string, body: RunRequest, { signal, idempotencyKey = crypto.randomUUID() }: RunOptions, accept: string): Promise<Response> {
		const headers = { accept, 'idempotency-key': idempotencyKey };
		return this.#request('POST', `agents/${encodeURIComponent(agent)}/runs`, { body, headers, signal, isRepeatable: true });
	}

	/** Waits for the end of a run that goes on. */
	async #settle(answer: RunAnswer, signal?: AbortSignal): Promise<RunAnswer> {
		let { state } = answer;
		let latest = answer;
		while (!settled.has(state)) {
			const run = await this.read(answer.runId, { waitSeconds, signal });
			if (!run.answer) throw new TroupeError('UNKNOWN', 'The service does not keep the answer of this run.', { runId: answer.runId });
			latest = run.answer as RunAnswer;
			({ state } = latest);
		}
		if (state !== 'failed') return latest;
		const { error, runId } = latest;
		throw new TroupeError(error?.code ?? 'UNKNOWN', error?.message ?? 'The run failed.', { ...error, runId });
	}

	async *#follow(runId: string, opened: Response | undefined, signal?: AbortSignal): AsyncGenerator<RunEvent, RunAnswer> {
		let last: string | undefined;
		let response = opened;
		for (let failed = 0; ; await pause(failed * 500, signal)) {
			let cause: unknown;
			try {
				response ??= await this.#request('GET', `runs/${encodeURIComponent(runId)}/events`, {
					headers: { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) },
					signal,
				});
				for await (const { id, event, data } of readEvents(response.body!)) {
					last = id ?? last;
					if (event !== 'gap') failed = 0;
					const told = JSON.parse(data) as Record<string, unknown>;
					if (event === 'answer') return await this.#settle((told.answer ?? told) as RunAnswer, signal);
					yield { ...told, id, kind: event };
				}
			} catch (error) {
				if (signal?.aborted || (error instanceof TroupeError && error.code !== 'UNREACHABLE')) throw error;
				cause = error;
			}
			// A stream without an answer has broken, also where it was closed in good order.
			failed += 1;
			if (failed > this.#options.retries) throw this.#unreachable(cause);
			response = undefined;
		}
	}

	async #request(
		method: string,
		path: string,
		{
			body,
			headers,
			signal,
			isRepeatable = method === 'GET',
		}: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal; isRepeatable?: boolean },
	): Promise<Response> {
		const request = new Request(`${this.#options.url}/api/v1/${path}`, {
			method,
			headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
			...(body !== undefined && { body: JSON.stringify(body) }),
			signal,
		});
		const response = await this.#send(request, isRepeatable);
		if (response.ok) return response;
		throw toError(response.status, await response.json().catch(() => undefined));
	}

	#unreachable(cause: unknown): TroupeError {
		const fix = 'Check the address, and that `troupe serve` runs there.';
		return new TroupeError('UNREACHABLE', `The service at ${this.#options.url} does not answer.`, { fix, cause, retryable: true });
	}

	/** Tries again what the service could not take; what got no answer only where that does nothing twice. */
	async #send(request: Request, isRepeatable: boolean): Promise<Response> {
		const { retries, fetch: send } = this.#options;
		for (let attempt = 0; ; attempt++) {
			try {
				const response = await send(request.clone());
				if (response.ok) requireOurs(response);
				const passes = [429, 503].includes(response.status) || isOfProxy(response);
				const seconds = Number(response.headers.get('retry-after') ?? 1) || 1;
				if (!passes || !isRepeatable || attempt >= retries || seconds > maxWaitSeconds) return response;
				await pause(seconds * 1000, request.signal);
			} catch (cause) {
				if (request.signal.aborted || cause instanceof TroupeError) throw cause;
				if (!isRepeatable || attempt >= retries) throw this.#unreachable(cause);
				await pause(2 ** attempt * 250, request.signal);
			}
		}
	}
}

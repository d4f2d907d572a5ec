import { setTimeout as sleep } from 'node:timers/promises';
import { explainConnection } from '../../core/base/network/connection-fault';
import { getErrorMessage, TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import { toRestBase } from './connect-options';
import { jittered } from './jitter';
import { findFixOfMissing } from './translate-error';
import type { VariablesCodec } from './variables-json';

interface RestCall {
	/** For messages: `process "order"`. */
	subject: string;
	method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
	/** Below `/v2`. */
	path: string;
	body?: object | FormData;
	notFound?: TroupeErrorCode;
	/** Milliseconds. Default 30 s. */
	withinMs?: number;
	signal?: AbortSignal;
}

interface CamundaRestOptions {
	url: string;
	/** Name in errors. Default: Camunda at the URL. */
	name?: string;
	/** Asked before each call, for example Authorization. */
	headers: () => Promise<Record<string, string>>;
	codec: VariablesCodec;
	onBackPressure?: () => void;
	fetch?: typeof fetch;
}

const backPressureWaitsMs = [50, 100, 200, 400, 800, 1_600];
const maxTextCharacters = 2_000;

/** Speaks to a cluster of 8.6 or newer, or to `troupe serve`; integers beyond 2^53 are bigint. */
export class CamundaRest {
	readonly url: string;

	constructor(private readonly options: CamundaRestOptions) {
		this.url = toRestBase(options.url);
	}

	/** Returns the JSON, or an empty object without any. @throws TroupeError by the call, NOT_SUPPORTED if the version lacks it */
	async call<Answer>(call: RestCall): Promise<Answer> {
		return this.#parse(call, await this.read(call, 'application/json')) as Answer;
	}

	/** Returns the raw answer, such as BPMN XML. @throws TroupeError as `call` does */
	async read(call: RestCall, accept = '*/*'): Promise<string> {
		for (let attempt = 0; ; attempt++) {
			const { status, text } = await this.#send(call, accept);
			if (status < 300) return text;
			const wait = backPressureWaitsMs[attempt];
			const problem = this.#readProblem(text);
			// Refused before it was written: repeating is always safe.
			if (!isBackPressure(status, problem) || wait === undefined) throw this.#refusal(call, status, problem);
			this.options.onBackPressure?.();
			await sleep(jittered(wait), undefined, { signal: call.signal });
		}
	}

	async #send(
		{ method = 'POST', path, body, withinMs = 30_000, signal }: RestCall,
		accept: string,
	): Promise<{ status: number; text: string }> {
		const { headers, codec, fetch: send = fetch } = this.options;
		const isForm = body instanceof FormData;
		const given = await headers();
		const late = AbortSignal.timeout(withinMs);
		try {
			const response = await send(`${this.url}/v2${path}`, {
				method,
				headers: { accept, ...given, ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }) },
				body: isForm ? body : body && codec.stringify(body as Record<string, unknown>),
				signal: signal ? AbortSignal.any([signal, late]) : late,
			});
			return { status: response.status, text: await response.text() };
		} catch (cause) {
			signal?.throwIfAborted();
			const known = explainConnection(cause, this.url);
			throw new TroupeError({
				code: 'ENGINE_UNREACHABLE',
				message: known
					? `Camunda's REST API at ${this.url} ${known.what}.`
					: `Camunda's REST API at ${this.url} did not answer ${method} /v2${path}: ${describeCause(cause)}`,
				fix: known?.fix ?? 'Start the cluster, or correct the address. The REST port is usually 8080, and 8600 of `troupe serve`.',
				retryable: known?.certificate === undefined,
				details: { url: this.url, path },
				cause,
			});
		}
	}

	#parse({ subject, method = 'POST', path }: RestCall, text: string): unknown {
		try {
			return this.options.codec.parse(text);
		} catch (cause) {
			throw new TroupeError({
				code: 'ENGINE_UNREACHABLE',
				message: `Another program answers at ${this.url}, such as a login page: it returned no JSON for ${subject} (${method} /v2${path}).`,
				fix: 'Correct the address. The REST port is usually 8080, and 8600 of `troupe serve`.',
				details: { url: this.url, path },
				cause,
			});
		}
	}

	#readProblem(text: string): Problem {
		try {
			const { title, detail } = this.options.codec.parse(text);
			return {
				title: typeof title === 'string' ? title : undefined,
				detail: typeof detail === 'string' ? detail.slice(0, maxTextCharacters) : undefined,
			};
		} catch {
			return {}; // A page of a proxy explains nothing to the caller.
		}
	}

	#refusal(call: RestCall, status: number, problem: Problem): TroupeError {
		const details = { url: this.url, path: call.path, status };
		if (isMissing(status, problem)) return notAvailable(call, this.url, details);
		const where = this.options.name ?? `Camunda at ${this.url}`;
		if (status === 404 && call.notFound) return notFound(call.notFound, call.subject, where, details);
		const said = [problem.title, problem.detail].filter(Boolean).join(': ') || 'no reason given';
		const { code, fix, retryable } = explainStatus(status, problem);
		return new TroupeError({ code, message: `${where} returned ${status} for ${call.subject}: ${said}`, fix, retryable, details });
	}
}

interface Problem {
	title?: string;
	detail?: string;
}

/** 8.6 and 8.7 answer 429, 8.8 answers 503, for a while also 500. */
function isBackPressure(status: number, { title, detail }: Problem): boolean {
	return [429, 500, 503].includes(status) && `${title} ${detail}`.includes('RESOURCE_EXHAUSTED');
}

/** Returns true if the cluster lacks the route: its web server answers without a Zeebe title. 8.8 without secondary storage forbids searches. */
function isMissing(status: number, { title, detail }: Problem): boolean {
	if (status === 403) return /secondary storage/i.test(`${title} ${detail}`);
	return status === 501 || ((status === 404 || status === 405) && (title === undefined || title === 'Not Found'));
}

function notAvailable({ subject, method = 'POST', path }: RestCall, url: string, details: object): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `${subject} is not available on this version: ${url} does not know ${method} /v2${path.replaceAll(/\d{10,}/g, '{key}')}.`,
		fix: "It needs Camunda 8.8 or newer with its search storage, or Troupe's own engine; on an older cluster use Operate and Tasklist.",
		details: { ...details },
	});
}

const notFound = (code: TroupeErrorCode, subject: string, where: string, details: object): TroupeError =>
	new TroupeError({
		code,
		message: `${where} has no ${subject}.`,
		fix: findFixOfMissing(code),
		details: { ...details },
	});

function explainStatus(status: number, { detail = '' }: Problem): { code: TroupeErrorCode; fix?: string; retryable?: boolean } {
	if (status === 404) return { code: 'INTERNAL', fix: 'Check the id or key.' };
	if (status === 409) return { code: 'STATE_CONFLICT' };
	if (status === 401 || status === 403)
		return { code: 'ENGINE_UNREACHABLE', fix: 'Check CAMUNDA_AUTH_STRATEGY and the credentials in the environment.' };
	if (status === 413) return { code: 'INPUT_TOO_LARGE', fix: 'Keep large data elsewhere, and pass a reference to it.' };
	if (status === 504 || /DEADLINE_EXCEEDED/.test(detail)) return { code: 'ENGINE_TIMEOUT', retryable: true };
	if (status === 429 || status === 503)
		return { code: 'ENGINE_UNREACHABLE', fix: 'Try again with fewer concurrent commands.', retryable: true };
	if (status < 500) return { code: 'INPUT_INVALID', fix: 'Correct what the message reports.' };
	return { code: 'INTERNAL', fix: 'Check the log of the cluster.', retryable: true };
}

/** Node's fetch hides the reason in the cause. */
const describeCause = (error: unknown): string => {
	const { cause, name } = error as { cause?: unknown; name?: string };
	return name === 'TimeoutError' ? 'the request timed out' : getErrorMessage(cause ?? error);
};

import { pause } from '../../../core/base/async/pause';
import { isTroupeError, TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import { HttpConnection } from '../../../manifests/registry-over-http/http-connection';
import type { OperationState } from '../../../providers/state/operations/operations';
import type { ServiceAccess } from './read-service';
import { parseIfJson } from '../../../core/base/text/json/parse-if-json';

interface ServiceCall {
	query?: Record<string, string | number | undefined>;
	body?: Record<string, unknown>;
}

/** An operation in the background, as the service tells of it. */
interface Followed {
	id: string;
	state: OperationState;
	answer?: unknown;
	error?: { code: TroupeErrorCode; message: string; fix?: string; retryable: boolean };
}

const maxAnswerBytes = 64 * 1024 * 1024;
const timeoutMs = 120_000;
/** Time that the service holds a request about an operation in the background. */
const waitSeconds = 20;
/** Failed requests about it, one after the other, such as while the service starts again. */
const maxFailures = 10;
const failurePauseMs = 3_000;

export class TroupeService {
	readonly #connection: HttpConnection;

	/** @throws TroupeError INPUT_INVALID for an invalid address */
	constructor(
		{ url, token }: ServiceAccess,
		private readonly signal: AbortSignal,
		private readonly maxWaitMs = 600_000,
	) {
		this.#connection = new HttpConnection({ url, token, isService: true, signal, timeoutMs });
	}

	/** @throws TroupeError of the service; SERVICE_UNREACHABLE */
	async call<Answer>(method: 'GET' | 'POST', path: string, sent: ServiceCall = {}): Promise<Answer> {
		return (await this.#send<Answer>(method, path, sent)).answer;
	}

	/**
	 * Performs an operation in the background, and waits for its end. Where the execution ends before, the operation goes on.
	 * @throws TroupeError of the operation; SERVICE_UNREACHABLE
	 */
	async finish<Answer>(method: 'GET' | 'POST', path: string, sent: ServiceCall = {}): Promise<Answer> {
		const { status, answer } = await this.#send<Answer | Followed>(method, path, sent, { prefer: 'respond-async' });
		if (status !== 202) return answer as Answer;
		const { answer: outcome, error } = await this.#follow((answer as Followed).id);
		if (error) throw new TroupeError(error);
		return outcome as Answer;
	}

	async #follow(id: string): Promise<Followed> {
		const deadline = performance.now() + this.maxWaitMs;
		for (let failures = 0; ;) {
			const seen = await this.call<Followed>('GET', `operations/${encodeURIComponent(id)}`, { query: { waitSeconds } }).catch(
				async (error: unknown) => {
					failures += 1;
					if (this.signal.aborted || !isTroupeError(error) || !error.retryable || failures > maxFailures) throw error;
					await pause(error.retryAfterMs ?? failurePauseMs, this.signal);
					return undefined;
				},
			);
			if (seen) failures = 0;
			if (seen && seen.state !== 'queued' && seen.state !== 'running') return seen;
			if (performance.now() > deadline) throw isLate(id, this.maxWaitMs);
		}
	}

	async #send<Answer>(method: string, path: string, { query = {}, body }: ServiceCall, headers?: Record<string, string>) {
		const fields = Object.entries(query).flatMap(([name, value]): Array<[string, string]> =>
			value === undefined ? [] : [[name, String(value)]],
		);
		const search = new URLSearchParams(fields).toString();
		const to = search === '' ? path : `${path}?${search}`;
		const { status, text } = await this.#connection.send(method, to, { body, headers, maxBytes: maxAnswerBytes }).catch(inWordsOfNodes);
		return { status, answer: parseAnswer<Answer>(text, this.#connection.address) };
	}
}

/** Any service can respond at an address. */
function parseAnswer<Answer>(text: string, address: string): Answer {
	const answer = parseIfJson(text);
	if (answer !== undefined) return answer as Answer;
	throw new TroupeError({ code: 'SERVICE_UNREACHABLE', message: `The service at ${address} did not answer with JSON.`, fix: checkAddress });
}

const checkAddress = 'Check that `troupe serve` is running, and check the base URL in the credential Troupe Registry API.';

/** In n8n the address comes from a credential. */
function inWordsOfNodes(error: unknown): never {
	if (!isTroupeError(error) || error.code !== 'SERVICE_UNREACHABLE') throw error;
	const { code, message, retryable, retryAfterMs, details, cause } = error;
	throw new TroupeError({ code, message, fix: checkAddress, retryable, retryAfterMs, details, cause });
}

const isLate = (id: string, maxWaitMs: number) =>
	new TroupeError({
		code: 'SERVICE_UNREACHABLE',
		message: `The service has not ended the operation ${id} within ${Math.round(maxWaitMs / 60_000)} minutes. It goes on.`,
		fix: `Run the node again later, or follow it: troupe operations show ${id} --wait.`,
		retryable: true,
	});

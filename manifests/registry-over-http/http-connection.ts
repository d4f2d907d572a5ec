import { isTroupeError, TroupeError } from '../../core/base/errors';
import { explainConnection } from '../../core/base/network/connection-fault';
import { readRetryAfter } from '../../core/base/network/retry-after';
import { registryUrl } from './registry-url';
import { statusByCode, type RegistryErrorCode, type RegistryProblem } from '../registry/registry-problem';
import { settingIs } from '../../core/base/settings/settings';

export interface ConnectionParts {
	/** For example `https://registry.example.com`; `/api/v1` is added. */
	url: string;
	/** True if other parts of the service are called. */
	isService?: boolean;
	/** Not needed for keys and roots. A function is asked with each request, and again with a refused token. */
	token?: string | ((refused?: string) => Promise<string>);
	/** Allows the token without TLS to another machine. Default: TROUPE_REGISTRY_INSECURE. */
	clear?: boolean;
	fetch?: typeof fetch;
	/** For a complete response. Default 30 seconds. */
	timeoutMs?: number;
	signal?: AbortSignal;
}

interface RegistryCall {
	body?: unknown;
	headers?: Record<string, string>;
	maxBytes?: number;
	signal?: AbortSignal;
}

interface RegistryAnswer {
	status: number;
	headers: Headers;
	text: string;
}

const defaultTimeoutMs = 30_000;
const maxProblemBytes = 64 * 1024;

export class HttpConnection {
	readonly address: string;
	readonly #base: string;
	readonly #fetch: typeof fetch;

	/** @throws TroupeError INPUT_INVALID for an invalid address, or a token without TLS */
	constructor(private readonly parts: ConnectionParts) {
		const { token, clear = settingIs('TROUPE_REGISTRY_INSECURE', 'allow') } = parts;
		const url = registryUrl(parts.url, { clear: clear || !token, isService: parts.isService });
		this.address = url.origin;
		this.#base = `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1/`;
		this.#fetch = parts.fetch ?? fetch;
	}

	get #peer(): string {
		return this.parts.isService ? 'service' : 'registry';
	}

	get #unreachableCode() {
		return this.parts.isService ? 'SERVICE_UNREACHABLE' : 'REGISTRY_UNREACHABLE';
	}

	/** Returns 2xx or 304 only. @throws TroupeError */
	async send(method: string, path: string, call: RegistryCall = {}): Promise<RegistryAnswer> {
		const timeout = AbortSignal.timeout(this.parts.timeoutMs ?? defaultTimeoutMs);
		const response = await this.open(method, path, { ...call, signal: AbortSignal.any([timeout, ...(call.signal ? [call.signal] : [])]) });
		const { status, headers } = response;
		return { status, headers, text: await this.#read(response, call.maxBytes ?? maxProblemBytes) };
	}

	/** Does not read the body. @throws TroupeError */
	async open(method: string, path: string, call: RegistryCall): Promise<Response> {
		const { token } = this.parts;
		const bearer = typeof token === 'function' ? await token() : token;
		const response = await this.#ask(method, path, call, bearer);
		if (typeof token === 'function' && isTokenRefused(response)) {
			// It can expire earlier than this machine's clock says.
			const other = await token(bearer);
			if (other !== bearer) return this.#require(await this.#ask(method, path, call, other));
		}
		return this.#require(response);
	}

	#ask(method: string, path: string, { body, headers = {}, signal }: RegistryCall, bearer?: string): Promise<Response> {
		return this.#reach(() =>
			this.#fetch(`${this.#base}${path}`, {
				method,
				// Another address would get the token.
				redirect: 'manual',
				headers: {
					...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
					...headers,
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
				signal: AbortSignal.any([...(signal ? [signal] : []), ...(this.parts.signal ? [this.parts.signal] : [])]),
			}),
		);
	}

	async #require(response: Response): Promise<Response> {
		if (response.ok || response.status === 304) return response;
		throw this.#errorOf(response, await this.#read(response, maxProblemBytes));
	}

	async #read(response: Response, maximumBytes: number): Promise<string> {
		const chunks: Uint8Array[] = [];
		let length = 0;
		await this.#reach(async () => {
			for await (const chunk of response.body ?? []) {
				length += (chunk as Uint8Array).length;
				if (length > maximumBytes) throw this.#unreachable(`its answer is longer than ${maximumBytes} bytes`);
				chunks.push(chunk as Uint8Array);
			}
		});
		return Buffer.concat(chunks).toString();
	}

	async #reach<Result>(call: () => Promise<Result>): Promise<Result> {
		try {
			return await call();
		} catch (error) {
			if (isTroupeError(error)) throw error;
			const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
			if (name === 'AbortError')
				throw new TroupeError({
					code: 'CANCELLED',
					message: `The call to the ${this.#peer} at ${this.address} was cancelled.`,
					cause: error,
				});
			const known = name === 'TimeoutError' ? undefined : explainConnection(error, this.address);
			if (known !== undefined)
				throw new TroupeError({
					code: this.#unreachableCode,
					message: `The ${this.#peer} at ${this.address} ${known.what}.`,
					fix: known.fix,
					cause: error,
				});
			throw this.#unreachable(name === 'TimeoutError' ? 'it did not answer in time' : (cause?.code ?? 'the connection failed'), error);
		}
	}

	#errorOf(response: Response, text: string): TroupeError {
		const problem = parseProblem(text);
		if (!problem) return this.#unreachable(`it answered ${response.status}, and not as \`troupe serve\` does`);
		return new TroupeError({
			code: problem.code as RegistryErrorCode,
			message: plainText(problem.detail),
			fix: problem.fix === undefined ? undefined : plainText(problem.fix),
			retryable: problem.retryable === true || problem.code === 'RATE_LIMITED' || problem.code === 'REGISTRY_NOT_READY',
			retryAfterMs: readRetryAfter(response.headers),
			details: typeof problem.details === 'object' && problem.details !== null ? problem.details : {},
		});
	}

	#unreachable(why: string, cause?: unknown): TroupeError {
		return new TroupeError({
			code: this.#unreachableCode,
			message: `The ${this.#peer} at ${this.address} cannot be used: ${why}.`,
			fix: `Check that \`troupe serve\` runs there and that ${this.parts.isService ? 'this' : 'TROUPE_REGISTRY_URL'} is its address.`,
			retryable: true,
			cause,
		});
	}
}

/** If another login is needed, another token does not help. */
const isTokenRefused = ({ status, headers }: Response): boolean =>
	status === 401 && !/\binsufficient_user_authentication\b/.test(headers.get('www-authenticate') ?? '');

function parseProblem(text: string): RegistryProblem | undefined {
	try {
		const problem = JSON.parse(text) as Partial<RegistryProblem> | null;
		const isOurs = typeof problem?.code === 'string' && Object.hasOwn(statusByCode, problem.code) && typeof problem.detail === 'string';
		return isOurs ? (problem as RegistryProblem) : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** Text from another machine goes to terminals and editors: one line, no control characters, limited length. */
const plainText = (text: string) =>
	String(text)
		.slice(0, 2_000)
		.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

import { createHash } from 'node:crypto';
import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import type { Exchange } from '../../core/evaluation/traffic/recording';
import { matchesRequest, type RequestPattern } from '../../core/ports';
import { guardedFetch } from '../../providers/http/guarded-fetch';
import type { OutsideRequest, OutsideRequests, OutsideResponse, RequestReport, TrafficAction } from '../network/outlet';
import { toRefusal } from '../network/read-request';
import { describeExchange, type HttpPlayer } from './http-exchange';
import type { RunSecrets } from './run-secrets';
import { RunningStandIns } from './stand-ins';
import { decide, type TrafficRule } from './traffic-rules';

export interface TrafficOptions {
	/** Asked before the rules. */
	player?: HttpPlayer;
	rules: readonly TrafficRule[];
	/** What the code may ask for at all. Undefined: what the rules allow. */
	capabilities?: readonly RequestPattern[];
	secrets: RunSecrets;
	/** Forwards to loopback and private addresses too. Addresses that return credentials of a machine stay refused. */
	allowPrivateNetworks: boolean;
	maxResponseBytes: number;
}

/** Headers of a request that belong to its connection. */
const perConnection = new Set([
	'host',
	'connection',
	'keep-alive',
	'content-length',
	'transfer-encoding',
	'te',
	'trailer',
	'upgrade',
	'expect',
	'accept-encoding',
]);

/** Decides each request of a run by recording and rules, performs it, and lists it. */
export class TrafficRecorder implements OutsideRequests {
	/** In the order of their answers. */
	readonly reports: RequestReport[] = [];
	/** What was forwarded or asked from a stand-in, without secrets. */
	readonly exchanges: Exchange[] = [];
	readonly #options: TrafficOptions;
	readonly #standIns = new RunningStandIns();

	constructor(options: TrafficOptions) {
		this.#options = options;
	}

	/** @param isRecorded false for a request whose answer is recorded elsewhere, as that of a model */
	async answer(request: OutsideRequest, signal: AbortSignal, isRecorded = true): Promise<OutsideResponse> {
		const { player, rules, capabilities } = this.#options;
		if (capabilities && !capabilities.some((pattern) => matchesRequest(pattern, request.method, request.url)))
			return this.#refuse(request, 'capabilities', `The capabilities of this code do not contain ${nameOf(request)}.`);
		const recorded = await player?.take(request);
		if (recorded) return this.#report(request, 'mock', 'recording', recorded);
		const decision = decide(rules, request);
		const { action, rule } = decision;
		if (action === 'refuse') return this.#refuse(request, rule, (await player?.describeMiss(request)) ?? explain(request));
		const startedAt = performance.now();
		const answer = action === 'forward' ? this.#forward(request, signal) : this.#askStandIn(request, decision.standIn!, signal);
		const response = await answer.catch((error: unknown) => this.#fail(request, action, rule, error));
		if (isRecorded) this.exchanges.push(await describeExchange(request, response, Math.round(performance.now() - startedAt)));
		return this.#report(request, action, rule, response);
	}

	/** Ends the stand-ins. */
	close(): Promise<void> {
		return this.#standIns.close();
	}

	async #forward(request: OutsideRequest, signal: AbortSignal): Promise<OutsideResponse> {
		const { secrets, allowPrivateNetworks } = this.#options;
		return secrets.hide(await this.#send(secrets.fill(request), allowPrivateNetworks, signal));
	}

	async #askStandIn(
		request: OutsideRequest,
		name: NonNullable<ReturnType<typeof decide>['standIn']>,
		signal: AbortSignal,
	): Promise<OutsideResponse> {
		const url = new URL(request.url.pathname + request.url.search, await this.#standIns.findUrl(name));
		return this.#send({ ...request, url }, true, signal);
	}

	/** A redirect goes back to the code, whose next request is decided again. */
	async #send(
		{ method, url, headers, body }: OutsideRequest,
		allowPrivateNetworks: boolean,
		signal: AbortSignal,
	): Promise<OutsideResponse> {
		const passedOn = headers.filter(([name]) => !perConnection.has(name) && !name.startsWith('proxy-'));
		const content = body.length > 0 ? { body: new Uint8Array(body) } : {};
		const response = await guardedFetch({ allowPrivateNetworks })(url, {
			method,
			headers: passedOn,
			redirect: 'manual',
			signal,
			...content,
		});
		return { status: response.status, headers: [...response.headers], body: await this.#read(response) };
	}

	async #read({ body }: Response): Promise<Buffer> {
		const { maxResponseBytes } = this.#options;
		const chunks: Uint8Array[] = [];
		let bytes = 0;
		for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
			bytes += chunk.length;
			if (bytes > maxResponseBytes) throw toRefusal(502, `The response has more than ${maxResponseBytes} bytes.`);
			chunks.push(chunk);
		}
		return Buffer.concat(chunks);
	}

	#refuse(request: OutsideRequest, rule: string, message: string): never {
		this.#list(request, 'refuse', rule);
		throw toRefusal(403, message);
	}

	#fail(request: OutsideRequest, action: TrafficAction, rule: string, error: unknown): never {
		this.#list(request, action, rule);
		const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
		const status = isTroupeError(error) && error.code === 'ADDRESS_REFUSED' ? 403 : 502;
		throw toRefusal(status, this.#options.secrets.hideIn(`${nameOf(request)} was not answered: ${getErrorMessage(cause)}`));
	}

	#report(request: OutsideRequest, action: TrafficAction, rule: string, response: OutsideResponse): OutsideResponse {
		this.#list(request, action, rule, response);
		return response;
	}

	#list(request: OutsideRequest, action: TrafficAction, rule: string, response?: OutsideResponse): void {
		const { method, url, body } = request;
		const names = [...new Set(url.searchParams.keys())].map((name) => encodeURIComponent(name)).join('&');
		const hash = createHash('sha256').update(`${method} ${url.href}\n`).update(body);
		if (response) hash.update(`\n${response.status}\n`).update(response.body);
		this.reports.push({
			...{ method, host: url.host, path: names === '' ? url.pathname : `${url.pathname}?${names}`, action, rule },
			...(response && { status: response.status }),
			...{ requestBytes: body.length, responseBytes: response?.body.length ?? 0, sha256: hash.digest('hex') },
		});
	}
}

const nameOf = ({ method, url }: OutsideRequest) => `${method} ${url.host}${url.pathname}`;
const explain = (request: OutsideRequest) =>
	`The sandbox refused ${nameOf(request)}: no rule allows it. Allow it with --allow "${request.method} ${request.url.host}", or answer it with --replay or --stand-in.`;

import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import type { Exchange } from '../../core/evaluation/traffic/recording';
import { matchesRequest, type RequestPattern } from '../../core/ports/capabilities/request-pattern';
import { guardedFetch } from '../../providers/http/guarded-fetch';
import type { RequestReport } from '../report/report-shape';
import type { OutletRule, OutsideAnswer, OutsideRequest, OutsideRequests, OutsideResponse, TrafficAction } from '../network/outlet';
import { isRefusal, toRefusal } from '../network/read-request';
import type { HttpPlayer } from './http-exchange';
import { describeExchange } from './http-exchange';
import type { RunSecrets } from './run-secrets';
import { RunningStandIns } from './stand-ins';
import { type Decision, decide, notListed, privateNetwork, type TrafficRule } from './traffic-rules';

type AnswerEnd = 'whole' | 'closed' | 'broken';

/** A request answered part by part. Its listing is complete when the answer has ended. */
class AnsweredRequest {
	readonly report: RequestReport;
	/** Undefined until its end, and for unrecorded or broken exchanges. */
	exchange?: Exchange;
	readonly ended: Promise<void>;
	readonly #request: OutsideRequest;
	readonly #answer: OutsideAnswer;
	readonly #hash: Hash;
	/** Undefined if unrecorded. */
	readonly #parts: Uint8Array[] | undefined;
	readonly #end = Promise.withResolvers<AnswerEnd>();
	readonly #startedAt = performance.now();

	/** @param signal ends the answer */
	constructor(
		request: OutsideRequest,
		decided: { action: TrafficAction; rule: string },
		answer: OutsideAnswer,
		isRecorded: boolean,
		signal: AbortSignal,
	) {
		this.#request = request;
		this.#answer = answer;
		this.#hash = hashOf(request).update(`\n${answer.status}\n`);
		this.#parts = isRecorded ? [] : undefined;
		this.report = { ...describeRequest(request, decided), status: answer.status };
		const abort = () => this.#end.resolve(isTimeout(signal.reason) ? 'broken' : 'closed');
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		this.ended = this.#end.promise.then((end) => this.#conclude(end));
		this.ended.catch(() => undefined); // the caller that awaits it gets the error
	}

	async *read(): AsyncGenerator<Uint8Array, void> {
		try {
			for await (const part of this.#answer.body) {
				if (part.length === 0) continue;
				this.#hash.update(part);
				this.#parts?.push(part);
				this.report.responseBytes += part.length;
				yield part;
			}
			this.#end.resolve('whole');
		} catch (error) {
			this.#end.resolve('broken');
			throw error;
		} finally {
			this.#end.resolve('closed');
		}
	}

	async #conclude(end: AnswerEnd): Promise<void> {
		if (end === 'broken') return void delete this.report.status;
		this.report.sha256 = this.#hash.copy().digest('hex');
		if (this.#parts === undefined) return;
		const response = { ...this.#answer, body: Buffer.concat(this.#parts.splice(0)) };
		this.exchange = await describeExchange(this.#request, response, Math.round(performance.now() - this.#startedAt));
	}
}

const isTimeout = (reason: unknown) => (reason as Error | undefined)?.name === 'TimeoutError';

function describeRequest(request: OutsideRequest, { action, rule }: { action: TrafficAction; rule: string }): RequestReport {
	const { method, url, body } = request;
	const names = [...new Set(url.searchParams.keys())].map((name) => encodeURIComponent(name)).join('&');
	const path = names === '' ? url.pathname : `${url.pathname}?${names}`;
	return { method, host: url.host, path, action, rule, requestBytes: body.length, responseBytes: 0, sha256: hashOf(request).digest('hex') };
}

const hashOf = ({ method, url, body }: OutsideRequest): Hash => createHash('sha256').update(`${method} ${url.href}\n`).update(body);

export interface TrafficOptions {
	player?: HttpPlayer;
	rules: readonly TrafficRule[];
	/** Permitted requests of the code. Undefined: those of the rules. */
	capabilities?: readonly RequestPattern[];
	secrets: RunSecrets;
	/** Forwards to loopback and private addresses too. Addresses with machine credentials stay refused. */
	allowPrivateNetworks: boolean;
	maxResponseBytes: number;
}

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

export class TrafficRecorder implements OutsideRequests {
	readonly reports: RequestReport[] = [];
	readonly #answered: AnsweredRequest[] = [];
	readonly #options: TrafficOptions;
	readonly #standIns = new RunningStandIns();

	constructor(options: TrafficOptions) {
		this.#options = options;
	}

	get exchanges(): Exchange[] {
		return this.#answered.flatMap(({ exchange }) => exchange ?? []);
	}

	/** @param isRecorded false for an answer recorded elsewhere, such as a model's */
	async ask(request: OutsideRequest, signal: AbortSignal, isRecorded = true): Promise<OutsideAnswer> {
		const { player, rules, capabilities } = this.#options;
		if (capabilities && !capabilities.some((pattern) => matchesRequest(pattern, request.method, request.url)))
			return this.#refuse(
				request,
				notListed,
				`The list of capabilities does not contain the request ${nameOf(request)} (CAPABILITY_MISSING).`,
			);
		const recorded = await player?.take(request);
		if (recorded) return this.#pass(new AnsweredRequest(request, { action: 'mock', rule: 'recording' }, recorded, false, signal), recorded);
		const decision = decide(rules, request);
		if (decision.action === 'refuse')
			return this.#refuse(request, decision.rule, (await player?.describeMiss(request)) ?? explain(request));
		const asked = decision.action === 'forward' ? this.#forward(request, signal) : this.#askStandIn(request, decision.standIn!, signal);
		const answer = await asked.catch((error: unknown) => this.#fail(request, decision, error));
		return this.#pass(new AnsweredRequest(request, decision, answer, isRecorded, signal), answer);
	}

	async answer(request: OutsideRequest, signal: AbortSignal, isRecorded = true): Promise<OutsideResponse> {
		const { status, headers, body } = await this.ask(request, signal, isRecorded);
		const parts: Uint8Array[] = [];
		for await (const part of body) parts.push(part);
		return { status, headers, body: Buffer.concat(parts) };
	}

	noteRefused(request: OutsideRequest, rule: OutletRule): void {
		this.reports.push(describeRequest(request, { action: 'refuse', rule }));
	}

	async settled(): Promise<void> {
		await Promise.all(this.#answered.map(({ ended }) => ended));
	}

	close(): Promise<void> {
		return this.#standIns.close();
	}

	#pass(answered: AnsweredRequest, answer: OutsideAnswer): OutsideAnswer {
		this.#answered.push(answered);
		this.reports.push(answered.report);
		return { ...answer, body: answered.read() };
	}

	async #forward(request: OutsideRequest, signal: AbortSignal): Promise<OutsideAnswer> {
		const { secrets, allowPrivateNetworks } = this.#options;
		const answer = await this.#send(secrets.fill(request), allowPrivateNetworks, signal);
		const hidden = secrets.hide(answer);
		return request.method === 'HEAD' ? { ...hidden, length: answer.length } : hidden;
	}

	async #askStandIn(
		request: OutsideRequest,
		name: NonNullable<ReturnType<typeof decide>['standIn']>,
		signal: AbortSignal,
	): Promise<OutsideAnswer> {
		const url = new URL(request.url.pathname + request.url.search, await this.#standIns.findUrl(name));
		return this.#send({ ...request, url }, true, signal);
	}

	/** A redirect returns to the code, whose next request is decided again. */
	async #send({ method, url, headers, body }: OutsideRequest, allowPrivateNetworks: boolean, signal: AbortSignal): Promise<OutsideAnswer> {
		const passedOn = headers.filter(([name]) => !perConnection.has(name) && !name.startsWith('proxy-'));
		const content = body.length > 0 ? { body: new Uint8Array(body) } : {};
		const response = await guardedFetch({ allowPrivateNetworks })(url, {
			method,
			headers: passedOn,
			redirect: 'manual',
			signal,
			...content,
		});
		const length = readLength(response.headers);
		if (method !== 'HEAD' && length !== undefined) this.#checkSize(length);
		return { status: response.status, headers: [...response.headers], length, body: this.#read(response, nameOf({ method, url })) };
	}

	async *#read({ body }: Response, name: string): AsyncGenerator<Uint8Array, void> {
		let bytes = 0;
		try {
			for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
				bytes += part.length;
				this.#checkSize(bytes);
				yield part;
			}
		} catch (error) {
			throw isRefusal(error) ? error : this.#toRefusal(name, error);
		}
	}

	#checkSize(bytes: number): void {
		const { maxResponseBytes } = this.#options;
		if (bytes > maxResponseBytes) throw toRefusal(502, `The response has more than ${maxResponseBytes} bytes.`);
	}

	#refuse(request: OutsideRequest, rule: string, message: string): never {
		this.reports.push(describeRequest(request, { action: 'refuse', rule }));
		throw toRefusal(403, message);
	}

	#fail(request: OutsideRequest, decision: Decision, error: unknown): never {
		const isRefused = isTroupeError(error) && error.code === 'ADDRESS_REFUSED';
		this.reports.push(describeRequest(request, isRefused ? { action: 'refuse', rule: privateNetwork } : decision));
		throw this.#toRefusal(nameOf(request), error);
	}

	#toRefusal(name: string, error: unknown): Error {
		const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
		const status = isTroupeError(error) && error.code === 'ADDRESS_REFUSED' ? 403 : 502;
		return toRefusal(status, this.#options.secrets.hideIn(`${name} was not answered: ${getErrorMessage(cause)}`));
	}
}

/** Undefined for a body that is unpacked on its way. */
function readLength(headers: Headers): number | undefined {
	const length = headers.get('content-length') ?? '';
	return /^\d{1,15}$/.test(length) && !headers.has('content-encoding') ? Number(length) : undefined;
}

const nameOf = ({ method, url }: Pick<OutsideRequest, 'method' | 'url'>) => `${method} ${url.host}${url.pathname}`;
const explain = (request: OutsideRequest) =>
	`The sandbox refused ${nameOf(request)}: no rule allows it. Allow it with --allow "${request.method} ${request.url.host}", or answer it with --replay or --stand-in.`;

import { createHash, type Hash } from 'node:crypto';
import type { Exchange } from '../../core/evaluation/traffic/recording';
import type { RequestReport } from '../report/report-shape';
import type { OutsideAnswer, OutsideRequest, TrafficAction } from '../network/outlet';
import { describeExchange } from './http-exchange';

type AnswerEnd = 'whole' | 'closed' | 'broken';

/** A request answered part by part. Its listing is complete when the answer has ended. */
export class AnsweredRequest {
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

export function describeRequest(request: OutsideRequest, { action, rule }: { action: TrafficAction; rule: string }): RequestReport {
	const { method, url, body } = request;
	const names = [...new Set(url.searchParams.keys())].map((name) => encodeURIComponent(name)).join('&');
	const path = names === '' ? url.pathname : `${url.pathname}?${names}`;
	return { method, host: url.host, path, action, rule, requestBytes: body.length, responseBytes: 0, sha256: hashOf(request).digest('hex') };
}

const hashOf = ({ method, url, body }: OutsideRequest): Hash => createHash('sha256').update(`${method} ${url.href}\n`).update(body);

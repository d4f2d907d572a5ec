import { type OutsideRequest, type OutsideResponse, toSandboxRequest } from '../../network/outlet';
import type { SandboxRequest } from '../../../core/ports/sandbox/sandbox-step';
import type { DevTools } from './devtools';

const maxRequests = 500;
const maxAtOnce = 16;
const maxRequestMs = 30_000;

interface Paused {
	requestId: string;
	request: { url: string; method: string; headers: Record<string, string>; postData?: string; hasPostData?: boolean };
}

export interface TrafficReports {
	answer(request: OutsideRequest, signal: AbortSignal): Promise<OutsideResponse>;
	reports: ReadonlyArray<{ method: string; host: string; path: string; action: string; status?: number }>;
}

/** Performs a page's requests outside the browser, which has no network, under the rules of all sandboxed code. */
export class BrowserRequests {
	readonly #stop = new AbortController();
	#count = 0;
	#running = 0;
	#told = 0;

	constructor(
		private readonly tools: DevTools,
		private readonly traffic: TrafficReports,
	) {
		tools.on(
			'Fetch.requestPaused',
			(params, sessionId) => void this.#answer(params as unknown as Paused, sessionId).catch(() => undefined),
		);
	}

	get isBusy(): boolean {
		return this.#running > 0;
	}

	takeReports(): SandboxRequest[] {
		const reports = this.traffic.reports.slice(this.#told);
		this.#told = this.traffic.reports.length;
		return reports.map(toSandboxRequest);
	}

	close(): void {
		this.#stop.abort();
	}

	async #answer({ requestId, request }: Paused, sessionId: string | undefined): Promise<void> {
		this.#count += 1;
		this.#running += 1;
		try {
			if (this.#count > maxRequests || this.#running > maxAtOnce) throw new Error('There are too many requests.');
			const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(maxRequestMs)]);
			const { status, headers, body } = await this.traffic.answer(await this.#read(requestId, request, sessionId), signal);
			await this.tools.send('Fetch.fulfillRequest', { requestId, responseCode: status, ...describeBody(headers, body) }, sessionId);
		} catch {
			await this.tools.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }, sessionId);
		} finally {
			this.#running -= 1;
		}
	}

	async #read(
		requestId: string,
		{ url, method, headers, postData, hasPostData }: Paused['request'],
		sessionId?: string,
	): Promise<OutsideRequest> {
		const address = new URL(url);
		if (address.protocol !== 'http:' && address.protocol !== 'https:') throw new Error('Only http and https are asked.');
		const isLong = hasPostData === true && postData === undefined;
		const sent = isLong
			? await this.tools.send<{ postData: string }>('Fetch.getRequestPostData', { requestId }, sessionId).catch(() => undefined)
			: undefined;
		return {
			method,
			url: address,
			headers: Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
			body: Buffer.from(postData ?? sent?.postData ?? ''),
		};
	}
}

/** Dropped: the host has decoded the body. */
const decoded = new Set(['content-encoding', 'content-length', 'transfer-encoding']);

const describeBody = (headers: OutsideResponse['headers'], body: Buffer) => ({
	responseHeaders: headers.filter(([name]) => !decoded.has(name.toLowerCase())).map(([name, value]) => ({ name, value })),
	body: body.toString('base64'),
});

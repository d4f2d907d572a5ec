import { setTimeout as pause } from 'node:timers/promises';
import { explainConnection } from '../../core/base/network/connection-fault';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { SourceContent, SourceDocument } from '../../core/ports/knowledge/document-reader';
import { guardedFetch, type NetworkRules } from '../http/guarded-fetch';
import { readBoundedBytes } from './bounded-bytes';
import { type RobotRules, robotRules, userAgent } from './robot-rules';
import { maxSourceBytes, sourceFailed } from './source-failure';

class PageTime {
	readonly #over = new AbortController();
	#left: number;
	#since = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(milliseconds: number) {
		this.#left = milliseconds;
		this.#goOn();
	}

	get over(): AbortSignal {
		return this.#over.signal;
	}

	async standStill(turn: Promise<void>): Promise<void> {
		this.stop();
		try {
			await turn;
		} finally {
			this.#goOn();
		}
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#left = Math.max(0, this.#left - (performance.now() - this.#since));
	}

	#goOn(): void {
		this.#since = performance.now();
		this.#timer = setTimeout(() => this.#over.abort(), this.#left);
	}
}

interface WebOptions extends NetworkRules {
	/** Max time of one page with redirects and body, without the wait for its turn. Default 60,000. */
	timeoutMs?: number;
	/** Max size of an unpacked page. Default 128 MB. */
	maxBytes?: number;
	/** A monotonic clock, in milliseconds. */
	now?: () => number;
	wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const maxRedirects = 5;
/** Max characters; document addresses have at most 2,000, which can grow in ASCII. */
const maxAddress = 8_000;

interface Loading {
	until: AbortSignal;
	turn: (origin: string, delayMs: number) => Promise<void>;
}

/** Loads public web pages; private addresses only if allowed. Requests robots.txt once per server and respects its delay. */
export class WebPages {
	readonly #send: typeof fetch;
	readonly #rules = new Map<string, Promise<RobotRules>>();
	readonly #next = new Map<string, number>();

	constructor(private readonly options: WebOptions = {}) {
		this.#send = guardedFetch(options);
	}

	/** The document id is the URL without fragment. @throws TroupeError INPUT_INVALID if it is not http or https, or contains a password */
	document(address: string): SourceDocument {
		const url = URL.parse(address);
		if (!url || !/^https?:$/.test(url.protocol))
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: 'The address of a page does not begin with http:// or https://.',
				fix: 'Write the whole address, such as https://example.org/handbook.',
			});
		if (url.username || url.password)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `The address of a page at ${url.host} contains a user name or password, which would be stored with it.`,
				fix: 'Remove them. Download pages that need a password.',
			});
		url.hash = '';
		return { id: url.href, source: url.href, load: (signal) => this.#load(url, signal) };
	}

	async #load(url: URL, signal: AbortSignal): Promise<SourceContent> {
		const { timeoutMs = 60_000 } = this.options;
		const time = new PageTime(timeoutMs);
		const until = AbortSignal.any([signal, time.over]);
		const turn = (origin: string, delayMs: number) => time.standStill(this.#inTurn(origin, delayMs, signal));
		try {
			return await this.#follow(url, { until, turn });
		} catch (error) {
			if (signal.aborted)
				throw new TroupeError({ code: 'CANCELLED', message: 'The page was not read: the ingestion was stopped.', cause: error });
			if (time.over.aborted)
				return sourceFailed('timeout', `The page did not load within ${timeoutMs / 1_000} s.`, 'Try again later, or download it.');
			if (isTroupeError(error) && error.code === 'ADDRESS_REFUSED') return sourceFailed('refused', error.message, error.fix ?? '');
			return unreachable(error, url.href);
		} finally {
			time.stop();
		}
	}

	async #follow(from: URL, loading: Loading): Promise<SourceContent> {
		let url = from;
		for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
			const refusal = await this.#refusalByRobots(url, loading);
			if (refusal) return refusal;
			const response = await this.#send(url, { signal: loading.until, redirect: 'manual', headers });
			const location = response.headers.get('location');
			if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return this.#read(response, url);
			await response.body?.cancel();
			const next = URL.parse(location, url.href);
			const follows = next && /^https?:$/.test(next.protocol) && !(url.protocol === 'https:' && next.protocol === 'http:');
			if (!follows || next.href.length > maxAddress)
				return sourceFailed('refused', 'The page redirects to an address that is not allowed.', 'Use the address of the target page.');
			url = next;
		}
		return sourceFailed('unreachable', `The page redirects more than ${maxRedirects} times.`, 'Use the address of the target page.');
	}

	async #refusalByRobots(url: URL, { until, turn }: Loading): Promise<SourceContent | undefined> {
		const { judge, delayMs } = await this.#rulesOf(url.origin, until);
		const answer = judge(url);
		if (answer === 'allowed') {
			await turn(url.origin, delayMs);
			return undefined;
		}
		if (answer === 'unknown')
			return sourceFailed('unreachable', "The server's robots.txt is unavailable, so its pages are not read.", 'Try again later.');
		if (answer === 'unclear')
			return sourceFailed(
				'refused',
				"The server's robots.txt has too many wildcards to decide whether programs are allowed to read this page.",
				'Ask the owner of the server, or download the page manually.',
			);
		return sourceFailed(
			'refused',
			"The server's robots.txt does not allow programs to read this page.",
			'Ask the owner of the server, or download the page manually.',
		);
	}

	async #inTurn(origin: string, delayMs: number, signal: AbortSignal): Promise<void> {
		const { now = () => performance.now(), wait = (ms, until) => pause(ms, undefined, { signal: until }) } = this.options;
		const at = Math.max(now(), this.#next.get(origin) ?? 0);
		this.#next.set(origin, at + delayMs);
		if (at > now()) await wait(at - now(), signal);
	}

	async #rulesOf(origin: string, signal: AbortSignal): Promise<RobotRules> {
		const asked = this.#rules.get(origin);
		// The shared request may have ended with another page's time.
		const previous = await asked?.catch(() => undefined);
		if (previous) return previous;
		signal.throwIfAborted();
		const rules = robotRules(origin, this.#send, signal);
		this.#rules.set(origin, rules);
		return rules;
	}

	async #read(response: Response, url: URL): Promise<SourceContent> {
		if (!response.ok) {
			await response.body?.cancel();
			return refusedBy(response.status);
		}
		const { maxBytes: maxBytes = maxSourceBytes } = this.options;
		const bytes = await readBoundedBytes((response.body ?? []) as AsyncIterable<Uint8Array>, maxBytes);
		if (!bytes)
			return sourceFailed('too_large', `The page has more than ${Math.ceil(maxBytes / 1024 / 1024)} MB.`, 'Download and split it.');
		const mediaType = response.headers.get('content-type')?.slice(0, 200);
		// The server's media type outranks the address's ending.
		const vague = !mediaType || /^\s*(application\/octet-stream|binary\/octet-stream|text\/plain)\b/i.test(mediaType);
		const name = nameIn(url);
		return { kind: 'bytes', bytes, ...(mediaType && { mediaType }), ...(vague && name && { name }), place: url.href };
	}
}

const headers = {
	'user-agent': userAgent,
	accept: 'text/html,application/pdf,text/*;q=0.9,*/*;q=0.5',
	'accept-encoding': 'gzip, deflate, br',
};

function nameIn({ pathname }: URL): string | undefined {
	const last = pathname.slice(pathname.lastIndexOf('/') + 1);
	return last === '' ? undefined : last.slice(0, 200);
}

function refusedBy(status: number): SourceContent {
	if (status === 401 || status === 403)
		return sourceFailed('refused', `The server denies access to the page (${status}).`, 'Download it manually, or make it public.');
	if (status === 404 || status === 410) return sourceFailed('unreachable', `The page does not exist (${status}).`, 'Correct its address.');
	return sourceFailed(
		'unreachable',
		`The server returned ${status}.`,
		status >= 500 || status === 429 ? 'Try again later.' : 'Check the address.',
	);
}

/** Reports the system's code without its message. */
function unreachable(error: unknown, url: string): SourceContent {
	const known = explainConnection(error, url);
	if (known !== undefined) return sourceFailed('unreachable', `The server ${known.what}.`, known.fix);
	const { code } = ((error as Error).cause ?? error) as { code?: unknown };
	const why = typeof code === 'string' ? ` (${code})` : '';
	return sourceFailed('unreachable', `The server is unreachable or ended the connection${why}.`, 'Check the address, and try again later.');
}

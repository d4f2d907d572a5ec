import { setTimeout as pause } from 'node:timers/promises';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { SourceContent, SourceDocument } from '../../core/ports';
import { guardedFetch, type NetworkRules } from '../http/guarded-fetch';
import { boundedBytes } from './bounded-bytes';
import { PageTime } from './page-time';
import { type RobotRules, robotRules, userAgent } from './robot-rules';
import { mostSourceBytes, sourceFailed } from './source-failure';

interface WebOptions extends NetworkRules {
	/** For one page with its redirects and its body, without what it waits for its turn. Default 60,000. */
	timeoutMs?: number;
	/** Of a page, unpacked. Default 128 MB. */
	mostBytes?: number;
	/** Milliseconds that only grow. */
	now?: () => number;
	wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const mostRedirects = 5;
/** Characters; what is asked for as a document's address has at most 2,000, which may grow as they are written in ASCII. */
const mostAddress = 8_000;

/** Of one page: the end of its time or of all, and how it waits for its turn. */
interface Loading {
	until: AbortSignal;
	turn: (origin: string, delayMs: number) => Promise<void>;
}

/** Pages of the web, from public addresses unless private ones are allowed; robots.txt is asked for once for each server, and the pace that it asks for is kept. */
export class WebPages {
	readonly #send: typeof fetch;
	readonly #rules = new Map<string, Promise<RobotRules>>();
	/** By server: when its next page may be asked for. */
	readonly #next = new Map<string, number>();

	constructor(private readonly options: WebOptions = {}) {
		this.#send = guardedFetch(options);
	}

	/** Its id is the URL without its fragment. @throws TroupeError INPUT_INVALID where it is none of http or https, or holds a password */
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
			return unreachable(error);
		} finally {
			time.stop();
		}
	}

	async #follow(from: URL, loading: Loading): Promise<SourceContent> {
		let url = from;
		for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
			const refusal = await this.#refusalByRobots(url, loading);
			if (refusal) return refusal;
			const response = await this.#send(url, { signal: loading.until, redirect: 'manual', headers });
			const location = response.headers.get('location');
			if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return this.#read(response, url);
			await response.body?.cancel();
			const next = URL.parse(location, url.href);
			const follows = next && /^https?:$/.test(next.protocol) && !(url.protocol === 'https:' && next.protocol === 'http:');
			if (!follows || next.href.length > mostAddress)
				return sourceFailed('refused', 'The page redirects to an address that is not allowed.', 'Use the address of the target page.');
			url = next;
		}
		return sourceFailed('unreachable', `The page redirects more than ${mostRedirects} times.`, 'Use the address of the target page.');
	}

	/** Undefined where there is none, when it is the page's turn. */
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

	/** Pages of one server one after the other, where it asks for time between them. */
	async #inTurn(origin: string, delayMs: number, signal: AbortSignal): Promise<void> {
		const { now = () => performance.now(), wait = (ms, until) => pause(ms, undefined, { signal: until }) } = this.options;
		const at = Math.max(now(), this.#next.get(origin) ?? 0);
		this.#next.set(origin, at + delayMs);
		if (at > now()) await wait(at - now(), signal);
	}

	async #rulesOf(origin: string, signal: AbortSignal): Promise<RobotRules> {
		const asked = this.#rules.get(origin);
		// Another page's question may have ended with its time, which is not ours.
		const known = await asked?.catch(() => undefined);
		if (known) return known;
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
		const { mostBytes = mostSourceBytes } = this.options;
		const bytes = await boundedBytes((response.body ?? []) as AsyncIterable<Uint8Array>, mostBytes);
		if (!bytes)
			return sourceFailed('too_large', `The page has more than ${Math.ceil(mostBytes / 1024 / 1024)} MB.`, 'Download and split it.');
		const mediaType = response.headers.get('content-type')?.slice(0, 200);
		// What a server says of a page is worth more than how its address ends.
		const vague = !mediaType || /^\s*(application\/octet-stream|binary\/octet-stream|text\/plain)\b/i.test(mediaType);
		const name = nameIn(url);
		return { kind: 'bytes', bytes, ...(mediaType && { mediaType }), ...(vague && name && { name }) };
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

/** With the system's code and without its words. */
function unreachable(error: unknown): SourceContent {
	const { code } = ((error as Error).cause ?? error) as { code?: unknown };
	const why = typeof code === 'string' ? ` (${code})` : '';
	return sourceFailed('unreachable', `The server is unreachable or ended the connection${why}.`, 'Check the address, and try again later.');
}

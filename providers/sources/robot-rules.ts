import robotsParser from 'robots-parser';

/** What we call ourselves, and are addressed by in robots.txt. */
export const userAgent = 'troupe';

export interface RobotRules {
	/** Whether a page may be read, as its server's robots.txt has it (RFC 9309). */
	judge: (url: URL) => 'allowed' | 'disallowed' | 'unknown' | 'unclear';
	/** Between two pages: `Crawl-delay`, which the RFC does not know and servers do; at most ten seconds. */
	delayMs: number;
}

/** What of it counts: RFC 9309, 2.5. */
const mostBytes = 512 * 1024;
/** Steps of comparing a page's address with rules that have wildcards, each character with each: half a second, in which nothing else is done. */
const mostSteps = 100_000_000;
const mostDelayMs = 10_000;

/** @throws as fetch does where the server is not reached */
export async function robotRules(origin: string, send: typeof fetch, signal: AbortSignal): Promise<RobotRules> {
	const address = `${origin}/robots.txt`;
	const response = await send(address, { signal, headers: { 'user-agent': userAgent, accept: 'text/plain,*/*;q=0.1' } });
	if (!response.ok) {
		await response.body?.cancel();
		// RFC 9309, 2.3.1.3 and 2.3.1.4: without one all is allowed; while the server is broken, nothing is.
		return { judge: () => (response.status >= 500 || response.status === 429 ? 'unknown' : 'allowed'), delayMs: 0 };
	}
	const text = await readBeginning(response);
	const robots = robotsParser(address, text);
	const wild = text.split(/[\r\n]/).reduce((sum, line) => (line.includes('*') ? sum + line.length : sum), 0);
	return {
		judge: (url) => {
			if (wild * url.href.length > mostSteps) return 'unclear';
			return robots.isAllowed(url.href, userAgent) === false ? 'disallowed' : 'allowed';
		},
		delayMs: Math.min(mostDelayMs, Math.max(0, 1000 * (robots.getCrawlDelay(userAgent) || 0))),
	};
}

async function readBeginning({ body }: Response): Promise<string> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
		pieces.push(piece.subarray(0, mostBytes - length));
		length += piece.length;
		if (length >= mostBytes) break;
	}
	return Buffer.concat(pieces).toString();
}

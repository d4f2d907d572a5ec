import robotsParser from 'robots-parser';

export const userAgent = 'troupe';

export interface RobotRules {
	/** Applies a server's robots.txt to a page (RFC 9309). */
	judge: (url: URL) => 'allowed' | 'disallowed' | 'unknown' | 'unclear';
	/** `Crawl-delay`: not in the RFC, but used by servers; at most ten seconds. */
	delayMs: number;
}

/** RFC 9309, 2.5. */
const maxBytes = 512 * 1024;
/** Max steps of wildcard matching; this many block the process for half a second. */
const maxSteps = 100_000_000;
const maxDelayMs = 10_000;

/** @throws as fetch does if the server is unreachable */
export async function robotRules(origin: string, send: typeof fetch, signal: AbortSignal): Promise<RobotRules> {
	const address = `${origin}/robots.txt`;
	const response = await send(address, { signal, headers: { 'user-agent': userAgent, accept: 'text/plain,*/*;q=0.1' } });
	if (!response.ok) {
		await response.body?.cancel();
		// RFC 9309, 2.3.1.3 and 2.3.1.4: without robots.txt all is allowed; after a server error, nothing.
		return { judge: () => (response.status >= 500 || response.status === 429 ? 'unknown' : 'allowed'), delayMs: 0 };
	}
	const text = await readBeginning(response);
	const robots = robotsParser(address, text);
	const wild = text.split(/[\r\n]/).reduce((sum, line) => (line.includes('*') ? sum + line.length : sum), 0);
	return {
		judge: (url) => {
			if (wild * url.href.length > maxSteps) return 'unclear';
			return robots.isAllowed(url.href, userAgent) === false ? 'disallowed' : 'allowed';
		},
		delayMs: Math.min(maxDelayMs, Math.max(0, 1000 * (robots.getCrawlDelay(userAgent) || 0))),
	};
}

async function readBeginning({ body }: Response): Promise<string> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
		pieces.push(piece.subarray(0, maxBytes - length));
		length += piece.length;
		if (length >= maxBytes) break;
	}
	return Buffer.concat(pieces).toString();
}

import { bounded } from './bounded-body';

/** All that a model's server is told besides the request itself, the key and the headers of the settings. */
const told = ['accept', 'content-type', 'anthropic-version'];

interface QuietFetchOptions {
	/** The key's header, where it is not `authorization: Bearer …`. */
	keyHeader?: string;
	/** Those of the settings. */
	headers?: Record<string, string>;
	/** The caller reads the answers by bounded-body itself: wrapping them here would cost more than all the rest. Refusals are wrapped all the same. */
	readsBounded?: boolean;
}

/**
 * A fetch for the vendors' SDKs, of answers that end, from the server that was asked and from no other, and without their eight headers
 * about the machine's system, processor and runtime: no server's business, and slow to write. The key is the one given: SDKs let the
 * environment's custom headers go before it, and the server may be anyone's.
 */
export function quietFetch(apiKey: string, send: typeof fetch = fetch, options: QuietFetchOptions = {}): typeof fetch {
	const key: Record<string, string> = {};
	if (apiKey) key[options.keyHeader ?? 'authorization'] = options.keyHeader ? apiKey : `Bearer ${apiKey}`;
	for (const [name, value] of Object.entries(options.headers ?? {})) key[name.toLowerCase()] = value;
	return async (url, init) => {
		const given = init?.headers instanceof Headers ? init.headers : new Headers(init?.headers);
		const headers = { ...key };
		for (const name of told) {
			const value = given.get(name);
			if (value !== null) headers[name] = value;
		}
		// A redirect would take the conversation to whomever it names, and Google's key with it.
		const response = await send(url, { ...init, headers, redirect: 'manual' });
		return options.readsBounded && response.ok ? response : bounded(response);
	};
}

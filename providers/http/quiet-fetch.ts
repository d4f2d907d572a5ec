import { readAnswerSize } from '../../core/base/network/answer-size';
import { bounded, limitBody } from './bounded-body';
import { proxiedFetch } from './proxied-fetch';

/** The headers sent to a model server besides the key and those of the settings. */
const sentHeaders = ['accept', 'content-type', 'anthropic-version'];

interface QuietFetchOptions {
	/** The header of the key, if it is not `authorization: Bearer …`. */
	keyHeader?: string;
	/** Headers of the settings. */
	headers?: Record<string, string>;
	/** The caller reads answers with bounded-body: wrapping them here would cost more than everything else. Refusals are still wrapped. */
	readsBounded?: boolean;
}

/**
 * Returns a fetch for the vendors' SDKs. Responses are bounded, and redirects are refused. It drops the SDKs' eight headers about system,
 * processor and runtime, which are private and slow to write. It always sends the configured key: SDKs would let custom headers of the
 * environment replace it, and the server could belong to anyone.
 */
export function quietFetch(apiKey: string, send: typeof fetch = proxiedFetch, options: QuietFetchOptions = {}): typeof fetch {
	const key: Record<string, string> = {};
	if (apiKey) key[options.keyHeader ?? 'authorization'] = options.keyHeader ? apiKey : `Bearer ${apiKey}`;
	for (const [name, value] of Object.entries(options.headers ?? {})) key[name.toLowerCase()] = value;
	return async (url, init) => {
		const headers = { ...key };
		for (const [name, value] of listHeaders(init?.headers))
			if (sentHeaders.includes(name.toLowerCase())) headers[name.toLowerCase()] = value;
		// A redirect would send the conversation, and Google's key, to another server.
		const maxBytes = readAnswerSize();
		const response = limitBody(await send(url, { ...init, headers, redirect: 'manual' }), maxBytes);
		return options.readsBounded && response.ok ? response : bounded(response);
	};
}

function listHeaders(headers: NonNullable<RequestInit['headers']> = {}): Iterable<[string, string]> {
	return Symbol.iterator in headers ? (headers as Iterable<[string, string]>) : Object.entries(headers as Record<string, string>);
}

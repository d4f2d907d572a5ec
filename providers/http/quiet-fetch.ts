import { readAnswerSize } from '../../core/base/network/answer-size';
import { bounded, limitBody } from './bounded-body';
import { proxiedFetch } from './proxied-fetch';

const sentHeaders = ['accept', 'content-type', 'anthropic-version'];

interface QuietFetchOptions {
	/** Default: `authorization: Bearer …`. */
	keyHeader?: string;
	headers?: Record<string, string>;
	/** The caller bounds bodies: wrapping here would cost more than all else. Refusals are still wrapped. */
	readsBounded?: boolean;
}

/**
 * A fetch for vendors' SDKs: bounded responses, no redirects. Drops their eight headers about the system, which are private and slow. Always sends
 * the configured key: custom headers of the environment could replace it for a foreign server.
 */
export function quietFetch(apiKey: string, send: typeof fetch = proxiedFetch, options: QuietFetchOptions = {}): typeof fetch {
	const key: Record<string, string> = {};
	if (apiKey) key[options.keyHeader ?? 'authorization'] = options.keyHeader ? apiKey : `Bearer ${apiKey}`;
	for (const [name, value] of Object.entries(options.headers ?? {})) key[name.toLowerCase()] = value;
	return async (url, init) => {
		const headers = { ...key };
		for (const [name, value] of listHeaders(init?.headers))
			if (sentHeaders.includes(name.toLowerCase())) headers[name.toLowerCase()] = value;
		// A redirect would send the conversation, and Google's key, elsewhere.
		const maxBytes = readAnswerSize();
		const response = limitBody(await send(url, { ...init, headers, redirect: 'manual' }), maxBytes);
		return options.readsBounded && response.ok ? response : bounded(response);
	};
}

function listHeaders(headers: NonNullable<RequestInit['headers']> = {}): Iterable<[string, string]> {
	return Symbol.iterator in headers ? (headers as Iterable<[string, string]>) : Object.entries(headers as Record<string, string>);
}

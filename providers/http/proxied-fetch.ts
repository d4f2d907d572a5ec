import { proxyOf } from '../../core/base/network/proxies';
import { readTraceContext } from '../../core/base/trace-context';
import { carryTrace } from './carry-trace';
import { guardedFetch } from './guarded-fetch';

const send = guardedFetch({ allowPrivateNetworks: true, trustsNames: true });

/**
 * A fetch for servers that the operator chose. It uses the proxies of the environment in every process, also in n8n, whose own fetch does not, and
 * asks them for `http:` as curl does: Node.js opens a tunnel for it, which many proxies refuse.
 */
export const proxiedFetch: typeof fetch = (input, init) => {
	const isPlain = init?.body === undefined || init.body === null || typeof init.body === 'string' || init.body instanceof Uint8Array;
	if (!(input instanceof Request) && isPlain && proxyOf(String(input)) !== undefined) return send(input, init);
	if (!readTraceContext()) return fetch(input, init);
	return fetch(input, { ...init, headers: carryTrace(init?.headers ?? (input instanceof Request ? input.headers : undefined)) });
};

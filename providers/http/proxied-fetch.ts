import { proxyOf } from '../../core/base/network/proxies';
import { readTraceContext } from '../../core/base/trace-context';
import { carryTrace } from './carry-trace';
import { guardedFetch } from './guarded-fetch';

const send = guardedFetch({ allowPrivateNetworks: true, trustsNames: true });

/**
 * For servers that the operator chose. Uses the environment's proxies in every process (n8n's fetch does not), and asks them for `http:` as curl
 * does: Node.js opens a tunnel, which many proxies refuse.
 */
export const proxiedFetch: typeof fetch = (input, init) => {
	const isPlain = init?.body === undefined || init.body === null || typeof init.body === 'string' || init.body instanceof Uint8Array;
	if (!(input instanceof Request) && isPlain && proxyOf(String(input)) !== undefined) return send(input, init);
	if (!readTraceContext()) return fetch(input, init);
	return fetch(input, { ...init, headers: carryTrace(init?.headers ?? (input instanceof Request ? input.headers : undefined)) });
};

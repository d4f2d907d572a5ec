import type { FastifySchema } from 'fastify';
import type { Scope } from '../../registry-api';
import { problemSchema } from './answers';

interface RouteWords extends Pick<FastifySchema, 'params' | 'querystring' | 'body' | 'headers'> {
	summary: string;
	scope: Scope | 'open';
	tag: string;
	answer: Record<number, object>;
	/** Bytes. */
	bodyLimit?: number;
	rateLimit?: { max: number };
}

const described = (description: string) => ({ description, content: { 'application/problem+json': { schema: problemSchema } } });

export function registryRoute({ summary, scope, tag, answer, bodyLimit, rateLimit, ...request }: RouteWords) {
	const isOpen = scope === 'open';
	const refusals = {
		...('body' in request || 'querystring' in request || 'params' in request
			? { 400: described('The request does not fit its schema') }
			: {}),
		...(isOpen
			? {}
			: { 401: described('No access token, or an invalid one'), 403: described(`A token without ${scope}, or of another tenant`) }),
		...('params' in request ? { 404: described('Not found') } : {}),
		...('body' in request
			? {
					409: described('A concurrent change, or the state does not allow it'),
					413: described('The body is too large'),
					415: described('The body is not JSON'),
				}
			: {}),
		...('body' in request ? { 422: described('A signed document or a version is refused') } : {}),
		429: described('Too many requests; see the header Retry-After'),
		500: described('The registry failed; see its log under the requestId'),
		503: described('The registry is not ready'),
		default: described('Any other refusal'),
	};
	const schema: FastifySchema & { summary: string; tags: string[]; security: object[] } = {
		summary,
		tags: [tag],
		security: isOpen ? [] : [{ accessToken: [scope] }, { apiKey: [scope] }],
		...request,
		response: { ...answer, ...refusals },
	};
	return { schema, config: { scope, ...(rateLimit ? { rateLimit } : {}) }, ...(bodyLimit === undefined ? {} : { bodyLimit }) };
}

export const plain = (description: string, type: string) => ({ description, content: { [type]: { schema: { type: 'string' } } } });

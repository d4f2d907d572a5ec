import { createHash } from 'node:crypto';
import { stringifyJson } from '../../base/text/json/lossless-json';
import { canonicalJson } from '../../json-schema/canonical-json';

/** In the `_meta` of a request: made by its client for it alone. */
export const nonceKey = 'troupe/nonce';
export const signatureKey = 'troupe/signature';
export const answerType = 'troupe-answer+jwt';

export interface AnsweredRequest {
	id?: unknown;
	method?: string;
	params?: Record<string, unknown>;
}

export type Claims = Record<string, unknown>;

export function readNonce({ id, method, params }: AnsweredRequest): string | undefined {
	if (id === undefined || !/^(?:tools|tasks)\//.test(method ?? '')) return undefined;
	const nonce = (params?._meta as Claims | undefined)?.[nonceKey];
	return typeof nonce === 'string' && nonce.length >= 16 && nonce.length <= 200 ? nonce : undefined;
}

/** Answers for one credential do not fit another. */
export const nameAudience = (token = ''): string => (token === '' ? 'anybody' : `credential:${hash(token)}`);

export function claimAnswer(request: AnsweredRequest, { _meta: meta, ...result }: Claims, audience: string): Claims {
	const { id, method, params: { _meta: _asked, ...params } = {} } = request;
	const { [signatureKey]: _own, ...rest } = (meta ?? {}) as Claims;
	return {
		nonce: readNonce(request),
		aud: audience,
		id,
		method,
		...(method === 'tools/call' && { tool: params.name }),
		request: digest(params),
		result: digest(Object.keys(rest).length > 0 ? { ...result, _meta: rest } : result),
	};
}

/** RFC 8785: numbers as doubles, whatever digits are on the wire. */
const digest = (value: unknown): string => hash(canonicalJson(JSON.parse(stringifyJson(value))));
const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

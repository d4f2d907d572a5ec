/** What the signature of an answer says: the same words for the service that signs and for the client that verifies. */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../base/text/json/lossless-json';
import { canonicalJson } from '../../json-schema/canonical-json';

/** In the `_meta` of a request: a text that its client made for it alone. */
export const nonceKey = 'troupe/nonce';
/** In the `_meta` of a result. */
export const signatureKey = 'troupe/signature';
/** The type in the header of the signature. */
export const answerType = 'troupe-answer+jwt';

/** A request, as it is on the wire. */
export interface AnsweredRequest {
	id?: unknown;
	method?: string;
	params?: Record<string, unknown>;
}

export type Claims = Record<string, unknown>;

/** Returns the nonce of a request whose client wants a signed answer. */
export function readNonce({ id, method, params }: AnsweredRequest): string | undefined {
	if (id === undefined || !/^(?:tools|tasks)\//.test(method ?? '')) return undefined;
	const nonce = (params?._meta as Claims | undefined)?.[nonceKey];
	return typeof nonce === 'string' && nonce.length >= 16 && nonce.length <= 200 ? nonce : undefined;
}

/** Names who gets an answer: whoever asks with another credential gets one that does not fit. */
export const nameAudience = (token = ''): string => (token === '' ? 'anybody' : `credential:${hash(token)}`);

/** Returns what the signature of an answer says, except its time. */
export function claimAnswer(request: AnsweredRequest, { _meta: meta, ...result }: Claims, audience: string): Claims {
	const { id, method, params: { _meta: _asked, ...params } = {} } = request;
	const { [signatureKey]: _own, ...rest } = (meta ?? {}) as Claims;
	return {
		...{ nonce: readNonce(request), aud: audience, id, method, ...(method === 'tools/call' && { tool: params.name }) },
		...{ request: digest(params), result: digest(Object.keys(rest).length > 0 ? { ...result, _meta: rest } : result) },
	};
}

/** RFC 8785: numbers as a double holds them, whatever digits are on the wire. */
const digest = (value: unknown): string => hash(canonicalJson(JSON.parse(stringifyJson(value))));
const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

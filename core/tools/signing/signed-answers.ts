import { randomBytes } from 'node:crypto';
import { BoundedCache } from '../../base/bounded-cache';
import { unsignedAnswer } from '../../ports/tools/result-misfit';
import type { PublicKey } from '../../credentials/public-key';
import { readSigned } from '../../credentials/signing-key';
import { canonicalJson } from '../../json-schema/canonical-json';
import { type AnsweredRequest, answerType, claimAnswer, nameAudience, nonceKey, readNonce, signatureKey } from './answer-claims';

/** Between the clocks of both ends. */
const maxSkewSeconds = 60;
const maxWaiting = 1_000;

type Result = Record<string, unknown> & { _meta?: Record<string, unknown> };

type Message = AnsweredRequest & { result?: Result; error?: { code: number; message?: string; data?: object } };

/** Accepts only answers that the server signed for this request, this credential and now. Other messages are refused. */
export class SignedAnswers {
	readonly #audiences = new BoundedCache<string>(maxWaiting);

	constructor(
		private readonly keys: PublicKey[],
		private readonly now: () => number = Date.now,
	) {}

	/** Notes the credential of each request. @param send the last step before the network */
	watch(send: typeof fetch): typeof fetch {
		return async (url, init) => {
			const nonce = typeof init?.body === 'string' ? readNonce(JSON.parse(init.body) as AnsweredRequest) : undefined;
			const [, token] = (new Headers(init?.headers).get('authorization') ?? '').split(/ +(.*)/s);
			if (nonce !== undefined) this.#audiences.set(nonce, nameAudience(token));
			return send(url, init);
		};
	}

	/** `ask` gets the client's messages, `check` the server's. `refuse` answers a request of the server. */
	open(refuse: (answer: object) => unknown): { ask: (message: object) => object; check: (message: object) => object } {
		const waiting = new BoundedCache<AnsweredRequest>(maxWaiting);
		return {
			ask: (message) => {
				const asking = withNonce(message);
				if (readNonce(asking) !== undefined) waiting.set(JSON.stringify(asking.id), asking);
				return asking;
			},
			check: (message) => {
				const { id, method } = message as Message;
				if (id !== undefined && method !== undefined) {
					refuse({ jsonrpc: '2.0', id, error: { code: -32_601, message: 'Only signed messages are read.' } });
					return { jsonrpc: '2.0', method: 'notifications/troupe/unread' };
				}
				const key = JSON.stringify(id ?? null);
				const request = waiting.get(key);
				waiting.delete(key);
				return request ? this.#check(message, request) : message;
			},
		};
	}

	#check(message: Message, request: AnsweredRequest): Message {
		// Errors carry no signature: their author is unknown.
		if (message.error) return fail(request, { code: message.error.code, message: 'it gave no signed reason' });
		const problem = this.#findProblem(request, message.result ?? {});
		return problem === undefined ? message : fail(request, { code: -32_000, message: problem, data: { troupe: unsignedAnswer } });
	}

	#findProblem(request: AnsweredRequest, result: Result): string | undefined {
		const signature = result._meta?.[signatureKey];
		if (typeof signature !== 'string') return 'its answer is not signed';
		const signed = readSigned(signature, this.keys, answerType);
		if (!signed) return 'its answer is not signed with a key that the definition names';
		const { iat, ...claims } = signed;
		try {
			const audience = this.#audiences.get(readNonce(request)!) ?? nameAudience();
			const expected = JSON.parse(JSON.stringify(claimAnswer(request, result, audience))) as object;
			if (canonicalJson(claims) !== canonicalJson(expected)) return 'the signature of its answer is that of another answer';
		} catch {
			// Nested deeper than the stack.
			return 'its answer cannot be verified';
		}
		const isFresh = typeof iat === 'number' && Math.abs(this.now() / 1_000 - iat) <= maxSkewSeconds;
		return isFresh ? undefined : 'its answer was signed at another time';
	}
}

function withNonce(message: AnsweredRequest): AnsweredRequest {
	const { params, ...more } = message;
	const asking = {
		...more,
		params: { ...params, _meta: { ...(params?._meta as object), [nonceKey]: randomBytes(18).toString('base64url') } },
	};
	return readNonce(asking) === undefined ? message : asking;
}

const fail = ({ id }: AnsweredRequest, error: Message['error'] & object) => ({ jsonrpc: '2.0', id, error });

import type { AuthInfo, Server } from '@modelcontextprotocol/server';
import { BoundedCache } from '../../core/base/bounded-cache';
import { type SigningKey, signToken } from '../../core/credentials/signing-key';
import {
	type AnsweredRequest,
	answerType,
	type Claims,
	claimAnswer,
	readNonce,
	signatureKey,
} from '../../core/tools/signing/answer-claims';

/** Request member in which the route's guard puts the answer's audience. */
export const audienceKey = 'audience';

const maxWaiting = 1_000;

/** Signs whole answers for clients that ask for it. Undefined key: the host has none. */
export function signAnswers(server: Server, readKey: () => Promise<SigningKey | undefined>): void {
	const connect = server.connect.bind(server);
	server.connect = (transport) => {
		const waiting = new BoundedCache<{ request: AnsweredRequest; audience: string }>(maxWaiting);
		transport.onmessage = (message: AnsweredRequest, extra?: { authInfo?: AuthInfo }) => {
			if (readNonce(message) === undefined) return;
			waiting.set(JSON.stringify(message.id), { request: message, audience: String(extra?.authInfo?.extra?.[audienceKey]) });
		};
		const send = transport.send.bind(transport);
		transport.send = async (message, options) => {
			const { id, result } = message as { id?: unknown; result?: Claims };
			const asked = result && waiting.get(JSON.stringify(id));
			const key = asked && (await readKey());
			if (!key) return send(message, options);
			waiting.delete(JSON.stringify(id));
			const claims = { ...claimAnswer(asked.request, result, asked.audience), iat: Math.floor(Date.now() / 1_000) };
			const signed = { ...result, _meta: { ...(result._meta as object), [signatureKey]: signToken(claims, key, answerType) } };
			return send({ ...message, result: signed }, options);
		};
		return connect(transport);
	};
}

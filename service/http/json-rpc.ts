import { tooDeepCode } from './read-json';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

export const [parseError, invalidRequest, invalidParams] = [-32_700, -32_600, -32_602];

export const rpcError = (code: number, message: string, id: unknown = null) => ({ jsonrpc: '2.0', id, error: { code, message } });

export const tooManyDigits = 'It has an integer of 2^53 or more, which would lose digits. Send it as a text.';

/** JSON-RPC error handler: its clients read no problem document for a body that is not JSON. */
export function answerParseErrors(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
	const isNoJson = error.code === 'FST_ERR_CTP_INVALID_JSON_BODY';
	if (error.code === tooDeepCode) return void reply.code(400).send(rpcError(invalidRequest, error.message));
	void (isNoJson ? reply.code(400).send(rpcError(parseError, 'The body is not JSON.')) : reply.send(error));
}

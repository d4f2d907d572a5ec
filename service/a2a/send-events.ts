import { Readable } from 'node:stream';
import { formatSSEEvent, SSE_HEADERS } from '@a2a-js/sdk';
import { JsonRpcTransportHandler } from '@a2a-js/sdk/server';
import type { FastifyReply } from 'fastify';
import { isTroupeError } from '../../core/base/errors';
import { keepLines } from '../http/event-streams';
import { writeFault } from '../offered-agents/write-fault';
import { isProtocolFault, isStorageFault } from './tell-faults';

/** Starts the stream with its first event: an earlier fault is answered like any other call's. */
export async function sendEvents(
	events: AsyncIterable<unknown>,
	id: unknown,
	reply: FastifyReply,
	reportFault: (fault: unknown) => void,
): Promise<FastifyReply> {
	const toError = (fault: unknown) => {
		if (!isProtocolFault(fault)) reportFault(fault);
		return { jsonrpc: '2.0', id: id ?? null, error: describeRpcFault(fault) };
	};
	const iterator = events[Symbol.asyncIterator]();
	let next: IteratorResult<unknown>;
	try {
		next = await iterator.next();
	} catch (fault) {
		if (isStorageFault(fault)) throw fault;
		next = { value: toError(fault) };
	}
	async function* write() {
		try {
			for (; next.done !== true; next = await iterator.next()) yield keepLines(formatSSEEvent(next.value));
		} catch (fault) {
			yield keepLines(formatSSEEvent(toError(fault)));
		} finally {
			await iterator.return?.();
		}
	}
	return reply.headers(SSE_HEADERS).send(Readable.from(write()));
}

function describeRpcFault(fault: unknown): object {
	if (isProtocolFault(fault)) return JsonRpcTransportHandler.mapToJSONRPCError(fault);
	const error = JsonRpcTransportHandler.mapToJSONRPCError(new Error(writeFault(fault)));
	if (!isTroupeError(fault)) return error;
	const { code, retryable, retryAfterMs } = fault;
	return { ...error, data: { code, retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) } };
}

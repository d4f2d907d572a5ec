import { setTimeout as sleep } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { isTroupeError, TroupeError } from '../../../core/errors';
import { registryEventTypes, type RegistryEvent, type RegistryEventType } from '../registry-api';
import type { RegistryConnection } from './connection';

/** The service sends a heartbeat every 15 s: a stream that says nothing for three of them is dead. */
const silenceMs = 45_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** Letters of an event: one that is longer is none of ours. */
const longestEvent = 64 * 1024;

/** Follows the events of the token's tenant, connecting again from the last one on, until the signal is aborted. */
export async function* streamEvents(
	connection: RegistryConnection,
	after: number | undefined,
	signal: AbortSignal,
): AsyncGenerator<RegistryEvent> {
	let last = after;
	let pauseMs = firstPauseMs;
	while (!signal.aborted) {
		try {
			for await (const event of readStream(connection, last, signal)) {
				// One that is not newer was sent twice.
				if (last !== undefined && event.id <= last) continue;
				last = event.id;
				pauseMs = firstPauseMs;
				yield event;
			}
		} catch (error) {
			if (signal.aborted) return;
			if (!isTroupeError(error) || !error.retryable) throw error;
			pauseMs = Math.max(pauseMs, Math.min(error.retryAfterMs ?? 0, longestPauseMs));
		}
		await pause(pauseMs * (0.5 + Math.random() / 2), signal);
		pauseMs = Math.min(pauseMs * 2, longestPauseMs);
	}
}

async function* readStream(connection: RegistryConnection, last: number | undefined, signal: AbortSignal): AsyncGenerator<RegistryEvent> {
	const silence = new AbortController();
	const timer = setTimeout(() => silence.abort(), silenceMs).unref();
	try {
		const response = await connection.open('GET', 'events', {
			headers: { accept: 'text/event-stream', ...(last === undefined ? {} : { 'last-event-id': String(last) }) },
			signal: AbortSignal.any([signal, silence.signal]),
		});
		const alive = new TransformStream<Uint8Array, Uint8Array>({
			transform(chunk, controller) {
				timer.refresh();
				controller.enqueue(chunk);
			},
		});
		if (!response.body) return;
		const messages = response.body
			.pipeThrough(alive)
			.pipeThrough(new TextDecoderStream())
			.pipeThrough(new EventSourceParserStream({ maxBufferSize: longestEvent, onError: 'terminate' }));
		for await (const { id, event, data } of messages) {
			const read = eventOf(id, event, data);
			if (read) yield read;
		}
	} catch (error) {
		if (isTroupeError(error) && error.code !== 'CANCELLED') throw error;
		// Cut, silent, or not a stream: it is asked for again.
		const message = `The stream of events from ${connection.address} ended.`;
		throw new TroupeError({
			code: 'REGISTRY_UNREACHABLE',
			message,
			fix: 'It is opened again; nothing needs to be done.',
			retryable: true,
			cause: error,
		});
	} finally {
		clearTimeout(timer);
	}
}

/** One of ours; undefined for what a later registry may send besides. */
function eventOf(id: string | undefined, type: string | undefined, data: string): RegistryEvent | undefined {
	if (id === undefined || !/^\d{1,15}$/.test(id) || !registryEventTypes.includes(type as RegistryEventType)) return undefined;
	try {
		const { at, about } = JSON.parse(data) as Partial<RegistryEvent>;
		return {
			id: Number(id),
			type: type as RegistryEventType,
			at: String(at),
			about: typeof about === 'object' && about !== null ? about : {},
		};
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	await sleep(milliseconds, undefined, { signal }).catch((error: Error) => {
		if (!signal.aborted) throw error;
	});
}

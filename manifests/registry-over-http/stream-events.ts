import { isTroupeError, TroupeError } from '../../core/base/errors';
import { registryEventTypes, type RegistryEvent, type RegistryEventType } from '../registry/registry-api';
import type { HttpConnection } from './http-connection';
import { Backoff, eventNumber, maxSilenceMs, readEvents } from './read-events';

export async function* streamEvents(
	connection: HttpConnection,
	after: number | undefined,
	signal: AbortSignal,
): AsyncGenerator<RegistryEvent> {
	let last = after;
	const backoff = new Backoff({ firstMs: 500, maxMs: 30_000, ref: true });
	while (!signal.aborted) {
		let atLeastMs: number | undefined;
		try {
			for await (const event of readStream(connection, last, signal)) {
				// An event that is not newer was sent twice.
				if (last !== undefined && event.id <= last) continue;
				last = event.id;
				backoff.reset();
				yield event;
			}
		} catch (error) {
			if (signal.aborted) return;
			if (!isTroupeError(error) || !error.retryable) throw error;
			atLeastMs = error.retryAfterMs;
		}
		await backoff.pause(signal, atLeastMs);
	}
}

async function* readStream(connection: HttpConnection, last: number | undefined, signal: AbortSignal): AsyncGenerator<RegistryEvent> {
	const silence = new AbortController();
	const timer = setTimeout(() => silence.abort(), maxSilenceMs).unref();
	try {
		const response = await connection.open('GET', 'events', {
			headers: { accept: 'text/event-stream', ...(last === undefined ? {} : { 'last-event-id': String(last) }) },
			signal: AbortSignal.any([signal, silence.signal]),
		});
		if (!response.body) return;
		for await (const { id, event, data } of readEvents(response.body, () => timer.refresh())) {
			const parsed = parseEvent(eventNumber(id), event, data);
			if (parsed) yield parsed;
		}
	} catch (error) {
		if (isTroupeError(error) && error.code !== 'CANCELLED') throw error;
		// The connection broke, was silent, or was not a stream: reopen it.
		const message = `The stream of events from ${connection.address} ended.`;
		throw new TroupeError({
			code: 'REGISTRY_UNREACHABLE',
			message,
			fix: 'No action is needed. The stream is opened again.',
			retryable: true,
			cause: error,
		});
	} finally {
		clearTimeout(timer);
	}
}

/** Returns undefined for types of a later registry. */
function parseEvent(id: number | undefined, type: string | undefined, data: string): RegistryEvent | undefined {
	if (id === undefined || !registryEventTypes.includes(type as RegistryEventType)) return undefined;
	try {
		const { at, about } = JSON.parse(data) as Partial<RegistryEvent>;
		return {
			id,
			type: type as RegistryEventType,
			at: String(at),
			about: typeof about === 'object' && about !== null ? about : {},
		};
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

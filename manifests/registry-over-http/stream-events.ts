import { isTroupeError, TroupeError } from '../../core/base/errors';
import { registryEventTypes, type RegistryEvent, type RegistryEventType } from '../registry/registry-api';
import type { RegistryConnection } from './registry-connection';
import { Backoff, eventNumber, longestSilenceMs, readEvents } from './read-events';

/** Follows the events of the token's tenant, connecting again from the last one on, until the signal is aborted. */
export async function* streamEvents(
	connection: RegistryConnection,
	after: number | undefined,
	signal: AbortSignal,
): AsyncGenerator<RegistryEvent> {
	let last = after;
	const backoff = new Backoff({ firstMs: 500, longestMs: 30_000, ref: true });
	while (!signal.aborted) {
		let atLeastMs: number | undefined;
		try {
			for await (const event of readStream(connection, last, signal)) {
				// One that is not newer was sent twice.
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

async function* readStream(connection: RegistryConnection, last: number | undefined, signal: AbortSignal): AsyncGenerator<RegistryEvent> {
	const silence = new AbortController();
	const timer = setTimeout(() => silence.abort(), longestSilenceMs).unref();
	try {
		const response = await connection.open('GET', 'events', {
			headers: { accept: 'text/event-stream', ...(last === undefined ? {} : { 'last-event-id': String(last) }) },
			signal: AbortSignal.any([signal, silence.signal]),
		});
		if (!response.body) return;
		for await (const { id, event, data } of readEvents(response.body, () => timer.refresh())) {
			const read = eventOf(eventNumber(id), event, data);
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
function eventOf(id: number | undefined, type: string | undefined, data: string): RegistryEvent | undefined {
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

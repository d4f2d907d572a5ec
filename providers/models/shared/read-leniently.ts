import { isTroupeError } from '../../../core/base/errors';

/** An answer that is received in events. */
export interface StreamedAnswer {
	/** Events that could not be read. */
	unreadEvents: number;
}

/**
 * Reads the events of a stream so that what is not understood costs only itself: an event that cannot be read is left out and counted. A stream with
 * the reason of its end is complete, whatever follows: a keep-alive in another form, an error, a broken connection.
 * @param add adds an event to the answer and returns what is shown of it
 * @param isEnded whether the reason of the end was received
 * @throws the error of a refusal, of a cancellation, or of a connection that broke before the end
 */
export async function* readLeniently<Event, Part>(
	events: AsyncIterable<Event>,
	answer: StreamedAnswer,
	add: (event: Event) => Part[],
	isEnded: () => boolean,
	signal: AbortSignal,
): AsyncGenerator<Part, void> {
	let endsEachEvent = false;
	try {
		for await (const event of events) {
			const wasEnded = isEnded();
			const parts = addReadable(event, answer, add);
			// Some servers send the reason with every piece: then it tells nothing.
			endsEachEvent ||= wasEnded && parts.length > 0;
			yield* parts;
		}
	} catch (error) {
		if (!isEnded() || endsEachEvent || signal.aborted) throw error;
		answer.unreadEvents += 1;
	}
}

function addReadable<Event, Part>(event: Event, answer: StreamedAnswer, add: (event: Event) => Part[]): Part[] {
	try {
		return add(event);
	} catch (error) {
		// Readers trust the types of the protocol: a field that is missing is a TypeError.
		const isUnreadable = error instanceof TypeError || (isTroupeError(error) && error.code === 'MODEL_MALFORMED_RESPONSE');
		if (!isUnreadable) throw error;
		answer.unreadEvents += 1;
		return [];
	}
}

/** Tells of events that were left out; empty if there are none. */
export function tellUnread({ unreadEvents }: StreamedAnswer): StreamedAnswer | Record<string, never> {
	return unreadEvents > 0 ? { unreadEvents } : {};
}

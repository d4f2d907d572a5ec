import { isTroupeError } from '../../../core/base/errors';

interface StreamedAnswer {
	unreadEvents: number;
}

/**
 * Reads the events of a stream. Skips and counts unreadable ones. After the finish reason the answer is complete, whatever follows: another
 * keep-alive, an error, a broken connection. @param add adds an event to the answer and returns the part to show @param isEnded true once the finish
 * reason was received @throws the error of a refusal, a cancellation, or a connection that broke before the end
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
			// Some servers send the reason with every piece, so it marks no end.
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
		// Readers trust the protocol's types: a missing field is a TypeError.
		const isUnreadable = error instanceof TypeError || (isTroupeError(error) && error.code === 'MODEL_MALFORMED_RESPONSE');
		if (!isUnreadable) throw error;
		answer.unreadEvents += 1;
		return [];
	}
}

export function tellUnread({ unreadEvents }: StreamedAnswer): StreamedAnswer | Record<string, never> {
	return unreadEvents > 0 ? { unreadEvents } : {};
}

import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { boundedChunks } from './bounded-body';

export interface ServerSentEvent {
	event: string;
	data: string;
}

/** Max characters fed at once: with mixed line ends, the parser scans a whole piece for each line. */
const maxLetters = 4096;

/** Max characters of JSON outside of events. */
const maxLoose = 100_000;

/**
 * Reads https://html.spec.whatwg.org/multipage/server-sent-events.html, but without requiring a blank line after the last event: some servers omit
 * it. JSON outside of events, such as an error in a plain body, is a final event. Nothing is read after the last event. @throws as boundedChunks does
 */
export async function* serverSentEvents(
	response: Response,
	isLast: (event: ServerSentEvent) => boolean,
): AsyncGenerator<ServerSentEvent, void> {
	const queue: EventSourceMessage[] = [];
	let loose = '';
	const parser = createParser({
		onEvent: (event) => queue.push(event),
		onError: ({ type, line = '' }) => {
			const isJson = loose !== '' || line.startsWith('{');
			if (type === 'unknown-field' && isJson && loose.length < maxLoose) loose += `${line}\n`;
		},
	});
	const decoder = new TextDecoder();
	const progress = { ended: false };
	let isLineOpen = false;
	for await (const chunk of boundedChunks(response, progress)) {
		const text = decoder.decode(chunk, { stream: true });
		if (text !== '') isLineOpen = !text.endsWith('\n');
		for (let at = 0; at < text.length; at += maxLetters) parser.feed(text.slice(at, at + maxLetters));
		yield* taken();
		if (progress.ended) return;
	}
	// After a final carriage return, the parser waits for a line feed.
	parser.feed(isLineOpen ? '\n\n' : '\n');
	yield* taken();
	if (loose !== '') yield { event: '', data: loose.trim() };

	function* taken() {
		for (const { event = '', data } of queue.splice(0)) {
			progress.ended = isLast({ event, data });
			yield { event, data };
			if (progress.ended) return;
		}
	}
}

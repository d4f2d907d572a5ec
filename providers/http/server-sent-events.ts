import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { boundedChunks } from './bounded-body';

export interface ServerSentEvent {
	/** Empty where the server gave none. */
	event: string;
	data: string;
}

/** Fed at once: for each line the parser looks through all of a piece in which carriage returns and line feeds are mixed. */
const mostLetters = 4096;

/**
 * The events of a stream, as https://html.spec.whatwg.org/multipage/server-sent-events.html reads them. One without a blank line behind it
 * was cut, and is left out. Nothing is read behind the last.
 * @throws as boundedChunks does
 */
export async function* serverSentEvents(
	response: Response,
	isLast: (event: ServerSentEvent) => boolean,
): AsyncGenerator<ServerSentEvent, void> {
	const found: EventSourceMessage[] = [];
	const parser = createParser({ onEvent: (event) => found.push(event) });
	const decoder = new TextDecoder();
	const progress = { ended: false };
	let returned = false;
	for await (const chunk of boundedChunks(response, progress)) {
		const text = decoder.decode(chunk, { stream: true });
		if (text !== '') returned = text.endsWith('\r');
		for (let at = 0; at < text.length; at += mostLetters) parser.feed(text.slice(at, at + mostLetters));
		yield* taken();
		if (progress.ended) return;
	}
	// A carriage return at the very end: the parser waits for the line feed that may belong to it.
	if (returned) parser.feed('\n');
	yield* taken();

	function* taken() {
		for (const { event = '', data } of found.splice(0)) {
			progress.ended = isLast({ event, data });
			yield { event, data };
			if (progress.ended) return;
		}
	}
}

import { boundedChunks } from './bounded-body';

export interface ServerSentEvent {
	/** Empty where the server gave none. */
	event: string;
	data: string;
}

/**
 * The events of a stream, as https://html.spec.whatwg.org/multipage/server-sent-events.html reads them. One without a blank line behind it
 * was cut, and is left out. Nothing is read behind the last.
 * @throws as boundedChunks does
 */
export async function* serverSentEvents(
	response: Response,
	isLast: (event: ServerSentEvent) => boolean,
): AsyncGenerator<ServerSentEvent, void> {
	const decoder = new TextDecoder();
	const parser = new EventParser();
	const progress = { ended: false };
	for await (const chunk of boundedChunks(response, progress)) {
		for (const event of parser.push(decoder.decode(chunk, { stream: true }))) {
			progress.ended = isLast(event);
			yield event;
			if (progress.ended) return;
		}
	}
}

/** @internal Takes a stream's text in pieces that end anywhere, without the mark of byte order. */
export class EventParser {
	/** Of the line that has no end yet. */
	#rest = '';
	/** The last piece ended with a carriage return: a line feed that comes next belongs to it. */
	#returned = false;
	#event = '';
	#data: string[] = [];

	push(piece: string): ServerSentEvent[] {
		const text = this.#returned && piece.startsWith('\n') ? piece.slice(1) : piece;
		if (piece !== '') this.#returned = piece.endsWith('\r');
		// Only what is new is searched: a line that comes in many pieces is put together once.
		if (!/[\r\n]/.test(text)) {
			this.#rest += text;
			return [];
		}
		const lines = (this.#rest + text).split(/\r\n|\r|\n/);
		this.#rest = lines.pop()!;
		return lines.flatMap((line) => this.#take(line) ?? []);
	}

	#take(line: string): ServerSentEvent | undefined {
		if (line === '') return this.#dispatch();
		const colon = line.indexOf(':');
		// A line that begins with a colon is a comment: its field has no name.
		const field = colon < 0 ? line : line.slice(0, colon);
		const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
		if (field === 'data') this.#data.push(value);
		else if (field === 'event') this.#event = value;
		return undefined;
	}

	#dispatch(): ServerSentEvent | undefined {
		const event = this.#data.length > 0 ? { event: this.#event, data: this.#data.join('\n') } : undefined;
		this.#event = '';
		this.#data = [];
		return event;
	}
}

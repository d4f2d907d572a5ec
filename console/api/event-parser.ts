export interface StreamEvent {
	id: string;
	event: string;
	data: unknown;
}

/** Parses server-sent events from pieces: https://html.spec.whatwg.org/multipage/server-sent-events.html. */
export class EventParser {
	lastId = '';
	#rest = '';
	#id = '';
	#event = '';
	#data: string[] = [];

	take(piece: string): StreamEvent[] {
		// A carriage return at the end may be half of a CRLF.
		const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
		this.#rest = lines.pop()!;
		return lines.flatMap((line) => this.#read(line) ?? []);
	}

	/** For a new connection, which sends partial events again. */
	reset(): void {
		[this.#rest, this.#id, this.#event, this.#data] = ['', this.lastId, '', []];
	}

	#read(line: string): StreamEvent | undefined {
		if (line === '') return this.#finish();
		const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!;
		if (field === 'event') this.#event = value ?? '';
		else if (field === 'data') this.#data.push(value ?? '');
		else if (field === 'id' && !value?.includes('\0')) this.#id = value ?? '';
		return undefined;
	}

	#finish(): StreamEvent | undefined {
		const event = this.#event || 'message';
		const data = this.#data.join('\n');
		const hasData = this.#data.length > 0;
		[this.#event, this.#data] = ['', []];
		// Half an event is not where the stream goes on.
		this.lastId = this.#id;
		return hasData ? { id: this.lastId, event, data: data === '' ? undefined : (JSON.parse(data) as unknown) } : undefined;
	}
}

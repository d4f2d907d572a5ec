import { serverSentEvents } from './server-sent-events';

/** How the SDK of a vendor reads events. */
interface EventForm {
	/** Each event needs its name, which is also the `type` of its data; gateways omit it. */
	isNamed?: boolean;
	/** Returns the error to throw for data that is not part of the answer. */
	refuse?: (data: Record<string, unknown>) => Error | undefined;
}

/**
 * Wraps fetch so that a vendor's SDK gets only events that it can read: one line of data, a JSON object. An event that cannot be read becomes an
 * empty object, which the reader of the answer counts; the SDK would end the stream, and quote the event in its error. The size of a stream is
 * limited, and each piece is scanned once: the SDKs scan an unfinished event again with each piece.
 */
export function readableEvents(send: typeof fetch, form: EventForm): typeof fetch {
	return async (url, init) => {
		const response = await send(url, init);
		const streams = response.ok && response.headers.get('content-type')?.startsWith('text/event-stream');
		return streams && response.body ? new Response(ReadableStream.from(rewrite(response, form)), response) : response;
	};
}

async function* rewrite(response: Response, { isNamed, refuse }: EventForm): AsyncGenerator<Uint8Array, void> {
	const encoder = new TextEncoder();
	for await (const { event, data } of serverSentEvents(response, () => false)) {
		if (data === '[DONE]') continue;
		const value = parseObject(data);
		const refusal = value && refuse?.(value);
		if (refusal) throw refusal;
		const name = event || (typeof value?.type === 'string' ? value.type : 'unreadable');
		const line = value === undefined ? '{}' : data.includes('\n') ? JSON.stringify(value) : data;
		yield encoder.encode(`${isNamed ? `event: ${name.replace(/\s/g, ' ')}\n` : ''}data: ${line}\n\n`);
	}
}

/** Returns undefined if the text is not a JSON object. */
export function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}

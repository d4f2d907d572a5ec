import { serverSentEvents } from './server-sent-events';

interface EventForm {
	/** Each event needs its name, the `type` of its data; gateways omit it. */
	isNamed?: boolean;
	refuse?: (data: Record<string, unknown>) => Error | undefined;
}

/**
 * Gives a vendor's SDK only readable events: one line with a JSON object. Others become an empty object, which the reader counts; the SDK would end
 * the stream and quote the event. Bounded; each piece is scanned once, unlike in the SDKs.
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

export function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}

export interface ServerEvent {
	id?: string;
	event: string;
	data: string;
}

/** The service sends a heartbeat every 15 s. */
const maxSilenceMs = 45_000;

/**
 * Reads server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html, as they arrive.
 * @throws Error where the connection breaks, or is silent for too long
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = '';
	try {
		for (;;) {
			const { done, value } = await inTime(reader.read());
			if (done) return;
			rest += decoder.decode(value, { stream: true });
			const frames = rest.split(/\r?\n\r?\n/);
			rest = frames.pop() ?? '';
			for (const frame of frames) {
				const event = parse(frame);
				if (event) yield event;
			}
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

function parse(frame: string): ServerEvent | undefined {
	const event: ServerEvent = { event: 'message', data: '' };
	const data: string[] = [];
	for (const line of frame.split(/\r?\n/)) {
		const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
		if (name === 'data') data.push(value);
		else if (name === 'event') event.event = value;
		else if (name === 'id') event.id = value;
	}
	return data.length > 0 ? { ...event, data: data.join('\n') } : undefined;
}

async function inTime<Value>(read: Promise<Value>): Promise<Value> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const silence = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`The stream was silent for ${maxSilenceMs / 1000} s.`)), maxSilenceMs);
	});
	try {
		return await Promise.race([read, silence]);
	} finally {
		clearTimeout(timer);
	}
}

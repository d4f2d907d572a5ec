import { boundedText } from '../../../http/bounded-body';

/** Keeps the whole body of a refusal: the SDK reads only `error`, but vLLM and FastAPI servers use other fields. */
export function readableRefusals(send: typeof fetch): typeof fetch {
	return async (url, init) => {
		const response = await send(url, init);
		if (response.ok) return response;
		const text = await boundedText(response);
		const { status, headers } = response;
		return new Response(toReadable(text), { status, headers: withoutLength(headers) });
	};
}

function toReadable(text: string): string {
	const body = parsed(text);
	if (typeof body !== 'object' || body === null || Array.isArray(body) || 'error' in body) return text;
	const { detail, message = detail, code, type, param } = body as Record<string, unknown>;
	if (message === undefined) return text;
	return JSON.stringify({ error: { message: typeof message === 'string' ? message : JSON.stringify(message), code, type, param } });
}

/** Undefined if it is not JSON, such as the page of a proxy: the status is enough. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function withoutLength(headers: Headers): Headers {
	const remaining = new Headers(headers);
	for (const name of ['content-length', 'content-encoding']) remaining.delete(name);
	return remaining;
}

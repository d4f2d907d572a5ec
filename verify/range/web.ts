export interface SentRequest {
	/** `POST https://shop.example/refunds`. */
	line: string;
	headers: Record<string, string>;
	body: string;
}

/** Answers by the beginning of the request line. A function can look at the request. */
export type Answers = Record<string, string | ((request: SentRequest) => Response | string | Promise<Response>)>;

/** A network without a connection: it notes each request, and answers it here. */
export interface Web {
	fetch: typeof fetch;
	sent: SentRequest[];
	/** Returns the requests whose line begins so. */
	find(beginning: string): SentRequest[];
}

export function createWeb(answers: Answers): Web {
	const sent: SentRequest[] = [];
	const outside = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
		const url = input instanceof Request ? input.url : String(input);
		const method = (init.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
		const request: SentRequest = {
			line: `${method} ${url}`,
			headers: Object.fromEntries(new Headers(init.headers)),
			body: await readBody(init.body),
		};
		sent.push(request);
		const found = Object.entries(answers).find(([beginning]) => request.line.startsWith(beginning));
		if (!found) return new Response('done', { headers: { 'content-type': 'text/plain' } });
		const answer = typeof found[1] === 'function' ? await found[1](request) : found[1];
		return typeof answer === 'string' ? new Response(answer, { headers: { 'content-type': 'text/plain' } }) : answer;
	};
	return { fetch: outside, sent, find: (beginning) => sent.filter(({ line }) => line.startsWith(beginning)) };
}

const readBody = async (body: RequestInit['body']): Promise<string> =>
	body === null || body === undefined ? '' : new Response(body).text();

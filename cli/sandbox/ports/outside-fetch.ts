import type { OutsideRequests } from '../../../sandbox/network/outlet';

/** Returns a fetch whose requests are decided by the rules of a sandboxed run, and answered by them. Redirects are not followed. */
export function toFetch(requests: OutsideRequests): typeof fetch {
	return async (input, init) => {
		const request = new Request(input, init);
		const { status, headers, body } = await requests.answer(
			{
				method: request.method,
				url: new URL(request.url),
				headers: [...request.headers],
				body: Buffer.from(await request.arrayBuffer()),
			},
			request.signal,
		);
		const isEmpty = status === 204 || status === 205 || status === 304;
		return new Response(isEmpty ? null : new Uint8Array(body), { status, headers });
	};
}

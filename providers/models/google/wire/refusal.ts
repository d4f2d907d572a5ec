import { boundedText } from '../../../http/bounded-body';
import { malformedError } from '../../shared/to-model-error';
import type { ModelCall } from '../../shared/model-call';

/** The error object of Google's APIs (google.rpc.Status). */
export interface RpcStatus {
	code?: number;
	message?: string;
	status?: string;
	details?: Array<Record<string, unknown>>;
}

/** An answer that refused. Ours: the SDK's own error has lost the headers, and holds the rest as one text. */
export class GoogleRefusal extends Error {
	constructor(
		readonly status: number | undefined,
		readonly error: RpcStatus,
		readonly headers?: Headers,
	) {
		super('refused');
		this.name = 'GoogleRefusal';
	}
}

/**
 * Throws refusals before the SDK flattens them, and what is no stream of events where one was asked for: the SDK would take it for an empty one.
 * @throws GoogleRefusal, TroupeError MODEL_MALFORMED_RESPONSE
 */
export function readableRefusals(send: typeof fetch, call: ModelCall): typeof fetch {
	return async (url, init) => {
		const response = await send(url, init);
		if (!response.ok) throw new GoogleRefusal(response.status, readStatus(await boundedText(response)), response.headers);
		const streams = typeof url === 'string' && url.includes('alt=sse');
		if (streams && !response.headers.get('content-type')?.startsWith('text/event-stream')) {
			await response.body?.cancel();
			throw malformedError(call, 'it is not a stream of events');
		}
		return response;
	};
}

/** The refusal that came in the middle of a stream, out of the SDK's error for it: `got status: UNAVAILABLE. {…}`. */
export function refusalInStream(error: Error & { status?: unknown }): GoogleRefusal {
	const status = typeof error.status === 'number' ? error.status : undefined;
	return new GoogleRefusal(status, readStatus(error.message.slice(error.message.indexOf('{'))));
}

function readStatus(text: string): RpcStatus {
	try {
		const body = JSON.parse(text) as { error?: RpcStatus } | Array<{ error?: RpcStatus }> | null;
		return (Array.isArray(body) ? body[0] : body)?.error ?? {};
	} catch {
		// A proxy's page: its status says what there is to say.
		return {};
	}
}

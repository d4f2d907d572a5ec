import { boundedText } from '../../../http/bounded-body';
import { malformedError } from '../../shared/to-model-error';
import type { ModelCall } from '../../shared/model-call';

export interface RpcStatus {
	code?: number;
	message?: string;
	status?: string;
	details?: Array<Record<string, unknown>>;
}

/** The SDK's own error lacks the headers and has the rest as one text. */
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
 * Throws refusals before the SDK flattens them, and refuses a body that the SDK would read as an empty stream. @throws GoogleRefusal, TroupeError
 * MODEL_MALFORMED_RESPONSE
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

export function readRefusal({ error }: Record<string, unknown>): GoogleRefusal | undefined {
	if (typeof error !== 'object' || error === null) return undefined;
	const status = error as RpcStatus;
	return new GoogleRefusal(typeof status.code === 'number' ? status.code : undefined, status);
}

function readStatus(text: string): RpcStatus {
	try {
		const body = JSON.parse(text) as { error?: RpcStatus } | Array<{ error?: RpcStatus }> | null;
		return (Array.isArray(body) ? body[0] : body)?.error ?? {};
	} catch {
		return {};
	}
}

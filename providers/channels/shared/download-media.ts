import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { MediaFile, MediaLimits } from '../../../core/ports/channels/channel';
import { readBytes } from '../../http/read-bytes';

interface DownloadOptions {
	send: typeof fetch;
	limits: MediaLimits;
	headers?: Record<string, string>;
	/** Sent as JSON in a POST; without it, the file is got. */
	json?: unknown;
}

/** Downloads a file and tells its type by its bytes. @throws TroupeError CHANNEL_MEDIA_REFUSED, CHANNEL_UNREACHABLE, ADDRESS_REFUSED */
export async function downloadMedia(
	url: string,
	{ send, limits, headers, json }: DownloadOptions,
	signal: AbortSignal,
): Promise<MediaFile> {
	if (!URL.canParse(url)) throw mediaRefused('has no valid address');
	const timeout = AbortSignal.timeout(limits.timeoutMs);
	try {
		const post = json === undefined ? { headers } : toPost(json, headers);
		const response = await send(url, { ...post, signal: AbortSignal.any([signal, timeout]) });
		if (!response.ok || !response.body) {
			await response.body?.cancel();
			if (response.status >= 500 || response.status === 429) throw unreachable(`The server of the media file answered ${response.status}.`);
			throw mediaRefused(`is not available: its server answered ${response.status}`);
		}
		const { bytes, cut } = await readBytes(response.body, limits.maxBytes);
		if (cut) throw mediaTooLarge(limits.maxBytes);
		return { bytes, mimeType: await findType(bytes) };
	} catch (cause) {
		if (signal.aborted || isTroupeError(cause)) throw cause;
		const message = timeout.aborted
			? `The media file did not arrive within ${limits.timeoutMs} ms.`
			: 'The server of the media file cannot be reached.';
		throw unreachable(message, cause);
	}
}

const unreachable = (message: string, cause?: unknown) =>
	new TroupeError({ code: 'CHANNEL_UNREACHABLE', message, fix: 'Try again later.', retryable: true, cause });

const toPost = (json: unknown, headers?: Record<string, string>) => ({
	method: 'POST',
	body: JSON.stringify(json),
	headers: { 'content-type': 'application/json', ...headers },
});

/** What the sender says about a file proves nothing. */
export async function findType(bytes: Uint8Array): Promise<string> {
	const { fileTypeFromBuffer } = await import('file-type');
	return (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream';
}

export const mediaTooLarge = (maxBytes: number) => mediaRefused(`is larger than ${maxBytes} bytes`, { maxBytes });

export const mediaRefused = (what: string, details: Record<string, unknown> = {}) =>
	new TroupeError({
		code: 'CHANNEL_MEDIA_REFUSED',
		message: `The media file ${what}.`,
		fix: 'Ask the contact to send it again, or to write it.',
		details,
	});

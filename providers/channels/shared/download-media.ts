import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { MediaFile, MediaLimits } from '../../../core/ports';
import { readBytes } from '../../http/read-bytes';

interface DownloadOptions {
	/** A guarded fetch. */
	send: typeof fetch;
	limits: MediaLimits;
	headers?: Record<string, string>;
}

/** Downloads a file and tells its type by its bytes. @throws TroupeError CHANNEL_MEDIA_REFUSED, CHANNEL_UNREACHABLE, ADDRESS_REFUSED */
export async function downloadMedia(url: string, { send, limits, headers }: DownloadOptions, signal: AbortSignal): Promise<MediaFile> {
	if (!URL.canParse(url)) throw refuse('has no valid address');
	const timeout = AbortSignal.timeout(limits.timeoutMs);
	try {
		const response = await send(url, { headers, signal: AbortSignal.any([signal, timeout]) });
		if (!response.ok || !response.body) {
			await response.body?.cancel();
			throw refuse(`is not available: its server answered ${response.status}`);
		}
		const { bytes, cut } = await readBytes(response.body, limits.maxBytes);
		if (cut) throw refuse(`is larger than ${limits.maxBytes} bytes`);
		return { bytes, mimeType: await findType(bytes) };
	} catch (cause) {
		if (signal.aborted || isTroupeError(cause)) throw cause;
		const message = timeout.aborted
			? `The media file did not arrive within ${limits.timeoutMs} ms.`
			: 'The server of the media file cannot be reached.';
		throw new TroupeError({ code: 'CHANNEL_UNREACHABLE', message, fix: 'Try again later.', retryable: true, cause });
	}
}

/** What the sender says about a file proves nothing. */
async function findType(bytes: Uint8Array): Promise<string> {
	const { fileTypeFromBuffer } = await import('file-type');
	return (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream';
}

const refuse = (what: string) =>
	new TroupeError({
		code: 'CHANNEL_MEDIA_REFUSED',
		message: `The media file ${what}.`,
		fix: 'Ask the contact to send it again, or to write it.',
	});

import type { MediaFile, MediaLimits } from '../../../core/ports/channels/channel';
import { downloadMedia, findType, mediaRefused, mediaTooLarge } from '../shared/download-media';
import { fields, text } from '../shared/payload';
import type { ProviderRequest } from '../shared/provider-call';

interface DownloadParts {
	send: typeof fetch;
	limits: MediaLimits;
}

/** Downloads a file whose content is in JSON: `{base64, mimetype, fileName, size}` */
export async function downloadFromEvolution(
	{ url, headers, json }: ProviderRequest,
	{ send, limits }: DownloadParts,
	signal: AbortSignal,
): Promise<MediaFile> {
	// Base64 has a third more bytes; the rest is for what Evolution tells of the file.
	const maxBytes = Math.ceil((limits.maxBytes * 4) / 3) + 65_536;
	const answer = await downloadMedia(url, { send, headers, json, limits: { ...limits, maxBytes } }, signal);
	const { base64 } = fields(parseAnswer(answer.bytes));
	const bytes = Buffer.from(text(base64) ?? '', 'base64');
	if (bytes.length === 0) throw mediaRefused('is not in the answer of Evolution API');
	if (bytes.length > limits.maxBytes) throw mediaTooLarge(limits.maxBytes);
	return { bytes, mimeType: await findType(bytes) };
}

function parseAnswer(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		return undefined;
	}
}

import { type DownloadImage, toPicture } from '../../core/llm/images/with-clean-images';
import type { ImagePart } from '../../core/ports/models/image-shapes';
import type { ContentPart } from '../shared/connected/langchain-shape';

type Part = Exclude<ContentPart, string>;

/** Leaves the picture alone of a part that shows an image, in each of the forms that agents give models. Returns other parts as they are. @throws TroupeError INPUT_INVALID */
export async function cleanPart(part: ContentPart, download: DownloadImage): Promise<ContentPart> {
	const image = typeof part === 'string' ? undefined : readImage(part);
	if (!image) return part;
	const { mediaType, data } = await toPicture(image, 'The image', download, forever);
	return { type: 'image_url', image_url: { url: `data:${mediaType};base64,${data}` } };
}

const forever = new AbortController().signal;

/** OpenAI's, Anthropic's, and the files of LangChain, older and newer. */
function readImage(part: Part): ImagePart | undefined {
	const { type } = part;
	if (type === 'image_url') {
		const { image_url: shown } = part as { image_url?: string | { url?: string } };
		return toImage({ url: typeof shown === 'string' ? shown : shown?.url });
	}
	const source = (part.source ?? part) as { data?: unknown; url?: string; media_type?: string; mime_type?: string; mimeType?: string };
	const mediaType = source.media_type ?? source.mime_type ?? source.mimeType ?? '';
	return type === 'image' || (type === 'file' && mediaType.startsWith('image/')) ? toImage({ ...source, mediaType }) : undefined;
}

function toImage({ data, url = '', mediaType = '' }: { data?: unknown; url?: string; mediaType?: string }): ImagePart | undefined {
	if (data instanceof Uint8Array) return { kind: 'data', mediaType, data: Buffer.from(data).toString('base64') };
	const written = typeof data === 'string' ? data : url;
	const [, inline] = /^data:[^,]*;base64,(.*)$/s.exec(written) ?? [];
	if (inline !== undefined) return { kind: 'data', mediaType, data: inline };
	if (typeof data === 'string') return { kind: 'data', mediaType, data };
	return /^https?:/i.test(url) ? { kind: 'url', url } : undefined;
}

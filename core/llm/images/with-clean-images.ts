import type { ImagePart } from '../../ports/models/image-shapes';
import type { ChatMessage, ChatModel, ChatRequest } from '../../ports/models/models';
import { cleanImage, maxImageBytes, refuseImage } from './clean-image';

/** Up to the max size and one byte more. @throws TroupeError */
export type DownloadImage = (url: string, maxBytes: number, signal: AbortSignal) => Promise<Buffer>;

/**
 * Reads types from the bytes, limits size and pixels, and removes texts, places, previews and trailing bytes. Downloads images here: model
 * servers fetch nothing.
 */
export function withCleanImages(model: ChatModel, download: DownloadImage): ChatModel {
	const clean = (request: ChatRequest, signal: AbortSignal) => cleanRequest(request, download, signal);
	return {
		id: model.id,
		generate: async (request, signal) => model.generate(await clean(request, signal), signal),
		async *stream(request, signal) {
			yield* model.stream(await clean(request, signal), signal);
		},
	};
}

async function cleanRequest(request: ChatRequest, download: DownloadImage, signal: AbortSignal): Promise<ChatRequest> {
	if (!request.messages.some((message) => message.role === 'user' && message.images?.length)) return request;
	let number = 0;
	const messages: ChatMessage[] = [];
	for (const message of request.messages) {
		if (message.role !== 'user' || !message.images) {
			messages.push(message);
			continue;
		}
		const images: ImagePart[] = [];
		for (const image of message.images) images.push(await cleanOnce(image, `Image ${++number}`, download, signal));
		messages.push({ ...message, images });
	}
	return { ...request, messages };
}

/** A run sends the same images several times. */
const cleaned = new WeakMap<ImagePart, ImagePart>();

async function cleanOnce(image: ImagePart, name: string, download: DownloadImage, signal: AbortSignal): Promise<ImagePart> {
	const known = cleaned.get(image) ?? (await toPicture(image, name, download, signal));
	cleaned.set(image, known);
	return known;
}

/** @param name for errors @throws TroupeError INPUT_INVALID, and those of the download */
export async function toPicture(
	image: ImagePart,
	name: string,
	download: DownloadImage,
	signal: AbortSignal,
): Promise<Extract<ImagePart, { kind: 'data' }>> {
	if (image.kind === 'data' && image.data.length > maxImageBytes * 1.4) throw refuseImage(name, `is larger than ${maxImageBytes} bytes`);
	const raw = image.kind === 'data' ? Buffer.from(image.data, 'base64') : await download(image.url, maxImageBytes, signal);
	const { mediaType, bytes } = await cleanImage(raw, name);
	return { kind: 'data', mediaType, data: bytes.toString('base64') };
}

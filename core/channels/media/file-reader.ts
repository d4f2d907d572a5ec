import { isTroupeError } from '../../base/errors';
import { pause } from '../../base/async/pause';
import { cleanImage } from '../../llm/images/clean-image';
import type { NamedDocument } from '../../conversations/mailbox/write-documents';
import type { Channel, MediaFile } from '../../ports/channels/channel';
import type { FileProblem, MediaContent } from '../../ports/channels/message-content';
import type { DocumentFailure, DocumentReader } from '../../ports/knowledge/document-reader';
import type { ImagePart } from '../../ports/models/image-shapes';

const maxPictureBytes = 5_000_000;
const maxDocumentBytes = 20 * 1_048_576;
const downloadMs = 30_000;
const retryMs = 1_000;

export type Picture = Extract<ImagePart, { kind: 'data' }>;

export type ReadFile =
	| { kind: 'picture'; picture: Picture; bytes: number }
	| ({ kind: 'document' } & NamedDocument)
	| { kind: 'problem'; problem: FileProblem };

interface FileParts {
	channel: Pick<Channel, 'download'>;
	reader: Pick<DocumentReader, 'read'>;
	sees: boolean;
}

/** Downloads and reads one file. Its bytes decide the type: a photo sent as a document is a picture. @throws what aborts */
export async function readFile(parts: FileParts, part: MediaContent, signal: AbortSignal): Promise<ReadFile> {
	if (part.kind === 'video' || (part.kind === 'image' && !parts.sees)) return problem('unseen');
	try {
		const file = await download(parts, part, signal);
		if ('kind' in file) return file;
		const isPicture = pictureTypes.test(file.mimeType);
		if (isPicture && !parts.sees) return problem('unseen');
		if (isPicture) return await readPicture(file);
		return part.kind === 'image' ? problem('unreadable') : await readDocument(parts, part, file, signal);
	} catch {
		signal.throwIfAborted();
		return problem('unavailable');
	}
}

const problem = (what: FileProblem): Extract<ReadFile, { kind: 'problem' }> => ({ kind: 'problem', problem: what });

const pictureTypes = /^image\/(?:png|apng|jpeg|webp|gif)$/;

async function download({ channel }: FileParts, { kind, reference }: MediaContent, signal: AbortSignal): Promise<MediaFile | ReadFile> {
	if (channel.download === undefined) return problem('unavailable');
	const limits = { maxBytes: kind === 'image' ? maxPictureBytes : maxDocumentBytes, timeoutMs: downloadMs };
	for (let isLast = false; ; isLast = true) {
		try {
			return await channel.download(reference, limits, signal);
		} catch (cause) {
			if (signal.aborted || !isTroupeError(cause)) throw cause;
			if (!cause.retryable) return problem(cause.details['maxBytes'] === undefined ? 'gone' : 'too-large');
			if (isLast || !(await pause(retryMs, signal))) throw cause;
		}
	}
}

async function readPicture({ bytes }: MediaFile): Promise<ReadFile> {
	if (bytes.length > maxPictureBytes) return problem('too-large');
	try {
		const { mediaType, bytes: clean } = await cleanImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), 'The picture');
		return { kind: 'picture', picture: { kind: 'data', mediaType, data: clean.toString('base64') }, bytes: clean.length };
	} catch {
		return problem('unreadable');
	}
}

async function readDocument(
	{ reader }: FileParts,
	{ fileName, mimeType }: MediaContent,
	{ bytes }: MediaFile,
	signal: AbortSignal,
): Promise<ReadFile> {
	const hint = { ...(fileName !== undefined && { name: fileName }), ...(mimeType !== undefined && { mediaType: mimeType }) };
	const reading = await reader.read(bytes, hint, signal);
	if (reading.kind === 'failed') return problem(failures[reading.failure] ?? 'unreadable');
	if (reading.document.text.trim() === '') return problem('no-text');
	return { kind: 'document', name: fileName ?? 'document', document: reading.document };
}

const failures: Partial<Record<DocumentFailure, FileProblem>> = {
	needs_password: 'protected',
	no_text_layer: 'no-text',
	timeout: 'too-large',
	too_large: 'too-large',
};

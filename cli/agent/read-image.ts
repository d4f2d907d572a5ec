import { readFile } from 'node:fs/promises';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import type { ImagePart } from '../../core/ports';

/** Media types by the first bytes of a file; its name is not trusted. */
const signatures: Array<[mediaType: string, hex: RegExp]> = [
	['image/png', /^89504e470d0a1a0a/],
	['image/jpeg', /^ffd8ff/],
	['image/gif', /^47494638/],
	['image/webp', /^52494646.{8}57454250/],
];

/** @throws TroupeError INPUT_INVALID when the file cannot be read or is not an image that models accept */
export async function readImage(path: string): Promise<ImagePart> {
	const bytes = await readFile(path).catch((cause: unknown) => {
		throw invalid(`The image ${path} cannot be read: ${getErrorMessage(cause)}.`, cause);
	});
	const start = bytes.subarray(0, 12).toString('hex');
	const mediaType = signatures.find(([, signature]) => signature.test(start))?.[0];
	if (mediaType === undefined) throw invalid(`The file ${path} is not a PNG, JPEG, GIF or WebP image.`);
	return { kind: 'data', mediaType, data: bytes.toString('base64') };
}

function invalid(message: string, cause?: unknown): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Pass the path of an image.', cause });
}

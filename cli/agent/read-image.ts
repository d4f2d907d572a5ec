import { readFile } from 'node:fs/promises';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { cleanImage } from '../../core/llm/images/clean-image';
import type { ImagePart } from '../../core/ports/models/image-shapes';

/** @throws TroupeError INPUT_INVALID when the file cannot be read or is not an image that models accept */
export async function readImage(path: string): Promise<ImagePart> {
	const raw = await readFile(path).catch((cause: unknown) => {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The image ${path} cannot be read: ${getErrorMessage(cause)}.`,
			fix: 'Pass the path of an image.',
			cause,
		});
	});
	const { mediaType, bytes } = await cleanImage(raw, `The file ${path}`);
	return { kind: 'data', mediaType, data: bytes.toString('base64') };
}

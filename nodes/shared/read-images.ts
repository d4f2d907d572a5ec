import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { ImagePart } from '../../core/ports/models/image-shapes';
import { splitNames } from './split-names';

/**
 * @param fields their names, separated by commas @throws TroupeError INPUT_INVALID for a field that holds none; what n8n throws for one that is
 * not there
 */
export function readImages(context: IExecuteFunctions, item: number, fields: string): Promise<ImagePart[]> {
	return Promise.all(splitNames(fields).map((field) => readImage(context, item, field)));
}

async function readImage(context: IExecuteFunctions, item: number, field: string): Promise<ImagePart> {
	const { mimeType } = context.helpers.assertBinaryData(item, field);
	if (!mimeType.startsWith('image/')) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The binary field "${field}" contains a file of type ${mimeType}, not an image.`,
			fix: 'Specify binary fields that contain images.',
		});
	}
	const data = await context.helpers.getBinaryDataBuffer(item, field);
	return { kind: 'data', mediaType: mimeType, data: data.toString('base64') };
}

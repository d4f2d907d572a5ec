import { TroupeError } from '../../core/base/errors';

/** Node's own decoder ignores invalid base64. @throws TroupeError INPUT_INVALID */
export function decodeBase64(content: string, field: string): Uint8Array {
	const bytes = Buffer.from(content, 'base64');
	if (bytes.toString('base64') === content) return bytes;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field ${JSON.stringify(field)} is not base64 with its padding.`,
		fix: 'Encode the bytes of the file, without line breaks and "data:".',
	});
}

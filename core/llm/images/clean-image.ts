import { TroupeError } from '../../base/errors';
import { type CleanImage, Damaged, type ImageForm } from './image-form';
import { maxPixels } from './check-pixels';
import { gif } from './gif';
import { jpeg } from './jpeg';
import { png } from './png';
import { webp } from './webp';

const forms: readonly ImageForm[] = [png, jpeg, webp, gif];
export const maxImageBytes = 10_000_000;
const beyond = ['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS'];

/** The picture alone, with the type of its bytes. @param name for the error, such as "Image 2" @throws TroupeError INPUT_INVALID */
export async function cleanImage(bytes: Buffer, name: string): Promise<CleanImage & { mediaType: string }> {
	if (bytes.length > maxImageBytes) throw refuseImage(name, `has ${bytes.length} bytes; the max is ${maxImageBytes}`);
	const form = forms.find((one) => one.begins(bytes));
	if (!form) throw refuseImage(name, 'is not a PNG, JPEG, WebP or GIF image, by its bytes');
	try {
		return { mediaType: form.mediaType, ...(await form.clean(bytes)) };
	} catch (cause) {
		if (cause instanceof Damaged) throw refuseImage(name, cause.message, cause);
		if (beyond.includes((cause as NodeJS.ErrnoException).code ?? '')) throw refuseImage(name, 'ends too early', cause);
		throw cause;
	}
}

export function refuseImage(name: string, what: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} ${what}.`,
		fix: `Send a PNG, JPEG, WebP or GIF image of at most ${maxImageBytes / 1e6} MB and ${maxPixels / 1e6} million pixels. Save it again in an image program if it is damaged.`,
		cause,
	});
}

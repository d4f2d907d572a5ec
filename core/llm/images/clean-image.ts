import { TroupeError } from '../../base/errors';
import { type CleanImage, Damaged, type ImageForm } from './image-form';
import { checkPixels, maxPixels } from './check-pixels';
import { png } from './png';
import { webp } from './webp';

/** EXIF with the orientation alone: marker, length, "Exif", TIFF header, and a directory of one short number. */
const onlyOrientation = Buffer.from('ffe1002245786966000049492a0008000000010012010300010000000000000000000000', 'hex');
const place = 28;
const tag = 0x0112;

function keepOrientation(segment: Buffer): Buffer[] {
	const orientation = readOrientation(segment);
	if (orientation === undefined) return [];
	const kept = Buffer.from(onlyOrientation);
	kept[place] = orientation;
	return [kept];
}

function readOrientation(segment: Buffer): number | undefined {
	if (segment.toString('latin1', 4, 10) !== 'Exif\0\0') return undefined;
	const tiff = segment.subarray(10);
	const isLittle = tiff.toString('latin1', 0, 2) === 'II';
	const readShort = (at: number): number => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
	if (tiff.length < 8) return undefined;
	const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
	const count = readShort(directory);
	for (let at = directory + 2; at < directory + 2 + count * 12 && at + 12 <= tiff.length; at += 12) {
		const orientation = readShort(at + 8);
		if (readShort(at) === tag) return orientation >= 2 && orientation <= 8 ? orientation : undefined;
	}
	return undefined;
}

const start = Buffer.from('ffd8', 'hex');
const end = Buffer.from('ffd9', 'hex');
/** Tables, the frame, scans and intervals (ITU T.81, table B.1). */
const drawn = (marker: number): boolean =>
	marker === 0xdb || marker === 0xdd || marker === 0xda || marker === 0xcc || marker === 0xc4 || isFrame(marker);
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Adobe's colours, without which others are shown: length, "Adobe", version, two flags, transform. */
const isAdobe = (marker: number, segment: Buffer): boolean =>
	marker === 0xee && segment.length === 16 && segment.toString('latin1', 4, 9) === 'Adobe';

/** Keeps tables, frame, scans and orientation: no EXIF, comments, profiles, previews or bytes after the end. */
const jpeg: ImageForm = {
	mediaType: 'image/jpeg',
	begins: (bytes) => bytes.subarray(0, 2).equals(start) && bytes[2] === 0xff,
	clean(bytes): CleanImage {
		const parts: Buffer[] = [start];
		let size: { width: number; height: number } | undefined;
		for (let at = 2; ;) {
			while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
			const marker = readMarker(bytes, at);
			if (marker === 0xd9) break;
			const next = at + 2 + bytes.readUInt16BE(at + 2);
			if (next > bytes.length) throw new Damaged('ends too early');
			const segment = bytes.subarray(at, next);
			if (isFrame(marker)) {
				if (size) throw new Damaged('has more than one frame');
				size = { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) };
				checkPixels(size.width, size.height);
			}
			if (marker === 0xe1) parts.push(...keepOrientation(segment));
			else if (drawn(marker) || isAdobe(marker, segment)) parts.push(segment);
			at = next;
			if (marker !== 0xda) continue;
			const scanned = findMarker(bytes, at);
			parts.push(bytes.subarray(at, scanned));
			at = scanned;
		}
		if (!size) throw new Damaged('has no frame');
		return { bytes: Buffer.concat([...parts, end]), ...size };
	},
};

function readMarker(bytes: Buffer, at: number): number {
	if (bytes.readUInt8(at) !== 0xff) throw new Damaged('has bytes between its segments');
	return bytes.readUInt8(at + 1);
}

/** After the pixels of a scan; skips stuffed bytes and restarts. */
function findMarker(bytes: Buffer, from: number): number {
	for (let at = bytes.indexOf(0xff, from); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
		const next = bytes[at + 1]!;
		if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
	}
	throw new Damaged('ends too early');
}

const extension = 0x21;
const picture = 0x2c;
const trailer = 0x3b;
const control = 0xf9;

/** Keeps the first picture and its control: no comments, application data, further pictures or bytes after the end. */
const gif: ImageForm = {
	mediaType: 'image/gif',
	begins: (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)),
	clean(bytes): CleanImage {
		const width = bytes.readUInt16LE(6);
		const height = bytes.readUInt16LE(8);
		checkPixels(width, height);
		let at = 13 + countColours(bytes.readUInt8(10));
		const parts = [bytes.subarray(0, at)];
		let controlled: Buffer[] = [];
		for (;;) {
			const kind = bytes.readUInt8(at);
			if (kind === extension) {
				const next = endOfBlocks(bytes, at + 2);
				if (bytes[at + 1] === control && next - at === 8) controlled = [bytes.subarray(at, next)];
				at = next;
			} else if (kind === picture) {
				checkInside(bytes, at, width, height);
				const next = endOfBlocks(bytes, at + 11 + countColours(bytes.readUInt8(at + 9)));
				return { bytes: Buffer.concat([...parts, ...controlled, bytes.subarray(at, next), Buffer.from([trailer])]), width, height };
			} else throw new Damaged('has no picture');
		}
	},
};

const countColours = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** A picture beyond the screen makes readers enlarge it. */
function checkInside(bytes: Buffer, at: number, width: number, height: number): void {
	const right = bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5);
	const bottom = bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7);
	if (right > width || bottom > height) throw new Damaged('has a picture beyond its screen');
}

function endOfBlocks(bytes: Buffer, from: number): number {
	let at = from;
	for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += length + 1;
	return at + 1;
}

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

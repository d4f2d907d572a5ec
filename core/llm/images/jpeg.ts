import { checkPixels } from './check-pixels';
import { type CleanImage, Damaged, type ImageForm } from './image-form';
import { keepOrientation } from './orientation';

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
export const jpeg: ImageForm = {
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

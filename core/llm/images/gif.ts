import { checkPixels } from './check-pixels';
import { type CleanImage, Damaged, type ImageForm } from './image-form';

const extension = 0x21;
const picture = 0x2c;
const trailer = 0x3b;
const control = 0xf9;

/** Keeps the first picture and its control: no comments, application data, further pictures or bytes after the end. */
export const gif: ImageForm = {
	mediaType: 'image/gif',
	begins: (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)),
	clean(bytes): CleanImage {
		const [width, height] = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
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

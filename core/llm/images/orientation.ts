/** EXIF with the orientation alone: marker, length, "Exif", TIFF header, and a directory of one short number. */
const onlyOrientation = Buffer.from('ffe1002245786966000049492a0008000000010012010300010000000000000000000000', 'hex');
const place = 28;
const tag = 0x0112;

export function keepOrientation(segment: Buffer): Buffer[] {
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

/** Packets of 20 ms of Opus: a tone of 440 Hz. */
const packets = [
	'eJ/5uXhciFc1vU29e40rqtlSPMeAqeI982SgqUFEC+mB+2nSkzXTn2LZg7rRCc0rGMjJJGo=',
	'eJ/6jBBZ0mCeAZZFfr8Q3vIJt1wSoJbSv6qGjf2+upmHLLQHzHeNwJzWykaIMWTBThQ0RQJydQ==',
	'eJ/5uXhcjBECsNASOiEG/WyQSQ5Qr7rVcsWi5G58Qnb9Whjm19ozErxjMwaL6PpMuVr6yERm6g==',
	'eJ/5t7wXwCssLBU8ogvfyuQGFNxUk2sUtMeHChOyi4PG31HvLF5vjD6Dfhc9zdGNLKYTWLNDJOVxyWs=',
	'eJ/5uXhci+NzBzLtub5HMU0fbqId0mxXnyZDU+nyywiAees5mOjecRM/mz6aMVw=',
].map((packet) => Buffer.from(packet, 'base64'));

const samplesInPacket = 960;
const samplesInSecond = 48_000;
const packetsInPage = 50;
const tag = 'SPOKEN=';

/** Makes a voice message as WhatsApp has them: Opus in Ogg (RFC 7845). What is said in it is a tag, which stand-ins of transcribers read. */
export function voiceMessage(spoken: string, seconds: number): Uint8Array {
	const count = Math.ceil((seconds * samplesInSecond) / samplesInPacket);
	const pages = [page(0, 0n, 2, [head()]), page(1, 0n, 0, [tags(spoken)])];
	for (let first = 0; first < count; first += packetsInPage) {
		const last = Math.min(first + packetsInPage, count);
		const some = Array.from({ length: last - first }, (_, index) => packets[(first + index) % packets.length]!);
		pages.push(page(pages.length, BigInt(last * samplesInPacket), last === count ? 4 : 0, some));
	}
	return Buffer.concat(pages);
}

/** Returns what was said in a voice message; undefined for other bytes. */
export function readSpoken(bytes: Uint8Array): string | undefined {
	const buffer = Buffer.from(bytes);
	const at = buffer.indexOf(tag);
	if (at < 4) return undefined;
	return buffer.subarray(at + tag.length, at + buffer.readUInt32LE(at - 4)).toString('utf8');
}

/** RFC 7845, 5.1. */
function head(): Buffer {
	const header = Buffer.alloc(19);
	header.write('OpusHead');
	header.set([1, 1], 8); // version, channels
	header.writeUInt32LE(samplesInSecond, 12);
	return header;
}

/** RFC 7845, 5.2. */
function tags(spoken: string): Buffer {
	const comment = Buffer.from(tag + spoken);
	return Buffer.concat([Buffer.from('OpusTags'), sized(Buffer.from('troupe')), number(1), sized(comment)]);
}

const number = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
};
const sized = (bytes: Buffer): Buffer => Buffer.concat([number(bytes.length), bytes]);

/** RFC 3533, 6. @param flags 2 for the first page, 4 for the last one */
function page(sequence: number, position: bigint, flags: number, content: Buffer[]): Buffer {
	const segments = content.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255]);
	const header = Buffer.alloc(27);
	header.write('OggS');
	header[5] = flags;
	header.writeBigInt64LE(position, 6);
	header.writeUInt32LE(1, 14);
	header.writeUInt32LE(sequence, 18);
	header[26] = segments.length;
	const whole = Buffer.concat([header, Buffer.from(segments), ...content]);
	whole.writeUInt32LE(checksum(whole), 22);
	return whole;
}

function checksum(bytes: Buffer): number {
	let sum = 0;
	for (const byte of bytes) {
		sum ^= byte << 24;
		for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
	}
	return sum >>> 0;
}

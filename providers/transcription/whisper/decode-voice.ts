/** The rate of speech models. */
const sampleRate = 16_000;

/**
 * Decodes Opus in Ogg, the voice message format, to mono at 16,000 samples a second. @param maxSeconds hard limit, whatever duration the file states
 * @returns undefined for other bytes
 */
export async function decodeVoice(bytes: Uint8Array, maxSeconds: number): Promise<Float32Array | undefined> {
	const { OggOpusDecoder } = await import('ogg-opus-decoder');
	// Documented, but missing in its types.
	const options = { sampleRate } as ConstructorParameters<typeof OggOpusDecoder>[0];
	const decoder = new OggOpusDecoder(options);
	try {
		await decoder.ready;
		const parts: Float32Array[] = [];
		let left = maxSeconds * sampleRate;
		for (let start = 0; start < bytes.length && left > 0; start += chunkBytes) {
			// Its types omit the promise.
			const { channelData } = await Promise.resolve(decoder.decode(bytes.subarray(start, start + chunkBytes)));
			const part = mix(channelData).subarray(0, left);
			parts.push(part);
			left -= part.length;
		}
		const rest = mix((await decoder.flush()).channelData).subarray(0, left);
		return join([...parts, rest]);
	} catch {
		return undefined; // another codec in the same container
	} finally {
		decoder.free();
	}
}

/** A few seconds of speech, to stop early in a file that unpacks into hours. */
const chunkBytes = 65_536;

function mix(channels: Float32Array[]): Float32Array {
	const [first = new Float32Array(), ...others] = channels;
	if (others.length === 0) return first;
	return first.map((sample, index) => others.reduce((sum, other) => sum + other[index]!, sample) / channels.length);
}

function join(parts: Float32Array[]): Float32Array | undefined {
	const length = parts.reduce((sum, part) => sum + part.length, 0);
	if (length === 0) return undefined;
	const whole = new Float32Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

import type { AudioFile } from '../../core/ports/channels/audios';
import type { MediaFile } from '../../core/ports/channels/channel';

/** Some recorders put speech into video files. */
const audible = /^(audio\/|video\/(mp4|webm|ogg)|application\/ogg)/;

/** Tells type and duration of an audio by its bytes. Undefined: it is not an audio, or its duration cannot be told. */
export async function measureAudio({ bytes, mimeType }: MediaFile): Promise<AudioFile | undefined> {
	if (!audible.test(mimeType)) return undefined;
	const { parseBuffer } = await import('music-metadata');
	try {
		const { format } = await parseBuffer(
			bytes,
			{ mimeType: mimeType.split(';')[0]!, size: bytes.length },
			{ duration: true, skipCovers: true },
		);
		const { duration, hasAudio } = format;
		const isMeasured = hasAudio !== false && duration !== undefined && Number.isFinite(duration) && duration > 0;
		return isMeasured ? { bytes, mimeType, seconds: duration } : undefined;
	} catch {
		return undefined; // a damaged file
	}
}

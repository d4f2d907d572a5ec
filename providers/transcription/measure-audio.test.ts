import { voiceMessage } from '../../test/fakes/voice-message';
import { findType } from '../channels/shared/download-media';
import { measureAudio } from './measure-audio';

const measure = async (bytes: Uint8Array) => measureAudio({ bytes, mimeType: await findType(bytes) });

/** One second of silence as a WAVE file. */
function wave(): Uint8Array {
	const file = Buffer.alloc(44 + 8_000);
	file.write('RIFF');
	file.writeUInt32LE(file.length - 8, 4);
	file.write('WAVEfmt ', 8);
	file.writeUInt32LE(16, 16);
	file.writeUInt16LE(1, 20); // PCM
	file.writeUInt16LE(1, 22);
	file.writeUInt32LE(8_000, 24);
	file.writeUInt32LE(8_000, 28);
	file.writeUInt16LE(1, 32);
	file.writeUInt16LE(8, 34);
	file.write('data', 36);
	file.writeUInt32LE(8_000, 40);
	return file;
}

it.each([0.5, 3, 61])('measures a voice message of %d seconds', async (seconds) => {
	const measured = await measure(voiceMessage('hello', seconds));
	expect(measured?.seconds).toBeCloseTo(seconds, 1);
	expect(measured?.mimeType).toMatch(/^audio\/ogg/);
});

it('measures a WAVE file', async () => {
	expect((await measure(wave()))?.seconds).toBeCloseTo(1, 1);
});

it('refuses another file, whatever it is called, and what is damaged', async () => {
	const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
	expect(await measure(png)).toBeUndefined();
	expect(await measureAudio({ bytes: png, mimeType: 'audio/ogg' })).toBeUndefined();
	expect(await measure(new TextEncoder().encode('<html>expired</html>'))).toBeUndefined();
	expect(await measure(voiceMessage('hello', 3).subarray(0, 40))).toBeUndefined();
	expect(await measure(new Uint8Array())).toBeUndefined();
});

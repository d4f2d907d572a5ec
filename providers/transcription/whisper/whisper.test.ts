import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { voiceMessage } from '../../../test/fakes/voice-message';
import { decodeVoice } from './decode-voice';
import { openWhisper } from './open-whisper';
import { slowTest } from '../../../test/support/slow-tests';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-whisper-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('a voice message', () => {
	it('becomes samples of 16,000 a second, which contain its tone', async () => {
		const samples = (await decodeVoice(voiceMessage('hello', 2), 10))!;
		expect(samples.length / 16_000).toBeCloseTo(2, 1);
		const middle = samples.subarray(8_000, 24_000);
		const rises = middle.reduce((count, sample, index) => count + Number(index > 0 && middle[index - 1]! < 0 && sample >= 0), 0);
		// The packets of a tone of 440 Hz are repeated out of step.
		expect(rises).toBeGreaterThan(380);
		expect(rises).toBeLessThan(520);
		expect(Math.max(...middle)).toBeGreaterThan(0.05);
	});

	slowTest('is decoded up to a limit', async () => {
		expect((await decodeVoice(voiceMessage('hello', 90), 2))!.length).toBe(32_000);
	});

	it.each([
		['a text', new TextEncoder().encode('a text')],
		['a message that was cut in its header', voiceMessage('hello', 2).subarray(0, 60)],
		['nothing', new Uint8Array()],
	])('is not %s', async (_, bytes) => {
		expect(await decodeVoice(bytes, 10)).toBeUndefined();
	});
});

describe('a model of this machine', () => {
	const open = (model?: string, transformers?: string) => () => openWhisper(model, { ...(transformers && { transformers }) });

	it('needs a folder, and the library', () => {
		expect(open()).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }) as Error);
		expect(open(folder, folder)).toThrow(expect.objectContaining({ code: 'DEPENDENCY_MISSING' }) as Error);
	});

	it('is refused without its files, each by name', () => {
		expect(open(folder)).toThrow(/config\.json/);
		for (const file of ['config.json', 'preprocessor_config.json', 'tokenizer.json']) writeFileSync(join(folder, file), '{}');
		expect(open(folder)).toThrow(/encoder_model\.onnx/);
	});

	slowTest('tells a voice message apart from other audios, and what cannot be loaded', async () => {
		for (const file of ['config.json', 'preprocessor_config.json', 'tokenizer.json']) writeFileSync(join(folder, file), '{}');
		mkdirSync(join(folder, 'onnx'));
		for (const part of ['encoder_model', 'decoder_model_merged']) writeFileSync(join(folder, 'onnx', `${part}_quantized.onnx`), 'damaged');
		const transcriber = openWhisper(folder, {});
		const { signal } = new AbortController();
		const refused = transcriber.transcribe({ bytes: new Uint8Array(10), mimeType: 'audio/mpeg', seconds: 1 }, {}, signal);
		await expect(refused).rejects.toMatchObject({ code: 'MODEL_BAD_REQUEST' });
		const voice = { bytes: voiceMessage('hello', 1), mimeType: 'audio/ogg; codecs=opus', seconds: 1 };
		await expect(transcriber.transcribe(voice, { language: 'pt' }, signal)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
		await expect(transcriber.transcribe(voice, {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
	});
});

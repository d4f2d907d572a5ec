import type { AudioFile, Transcriber } from '../../core/ports/channels/audios';

export interface TestedTranscriber {
	transcriber: Transcriber;
	/** An audio, and what is said in it. */
	audio: AudioFile;
	spoken: string | RegExp;
}

/** What every transcriber promises. */
export function describeTranscriber(start: () => TestedTranscriber): void {
	const signal = new AbortController().signal;

	it('has an id of provider and model', () => {
		expect(start().transcriber.id).toMatch(/^[a-z]+:.+/);
	});

	it('returns what is said', async () => {
		const { transcriber, audio, spoken } = start();
		const { text } = await transcriber.transcribe(audio, { language: 'pt' }, signal);
		expect(text).toMatch(spoken);
	});

	it.each([
		['other bytes', new TextEncoder().encode('OggS, but a text'), 'audio/ogg; codecs=opus'],
		['an empty file', new Uint8Array(), 'audio/ogg; codecs=opus'],
		['another type', new TextEncoder().encode('#!AMR\n'), 'audio/amr'],
	])('refuses %s', async (_, bytes, mimeType) => {
		const refused = start().transcriber.transcribe({ bytes, mimeType, seconds: 1 }, {}, signal);
		await expect(refused).rejects.toMatchObject({ code: 'MODEL_BAD_REQUEST', retryable: false });
	});

	it('ends when it is cancelled', async () => {
		const { transcriber, audio } = start();
		const stopped = AbortSignal.abort(new Error('stopped'));
		await expect(transcriber.transcribe(audio, {}, stopped)).rejects.toMatchObject({ code: 'CANCELLED' });
	});
}

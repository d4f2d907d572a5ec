import { cancelled } from '../../../core/base/async/cancelled';
import { TroupeError } from '../../../core/base/errors';
import type { Transcriber } from '../../../core/ports/channels/audios';
import { openLocalSpeech, type SpeechHost } from '../../transformers/local-speech';
import { decodeVoice } from './decode-voice';

/**
 * Opens a local Whisper model. It supports only voice messages (Opus in Ogg). @param folder of the model @throws TroupeError INPUT_INVALID,
 * DEPENDENCY_MISSING, MODEL_NOT_FOUND
 */
export function openWhisper(folder: string | undefined, host: SpeechHost): Transcriber {
	if (folder === undefined) throw lacksFolder();
	const speech = openLocalSpeech(folder, host);
	return {
		id: speech.id,
		async transcribe({ bytes, mimeType, seconds }, { language }, signal) {
			if (signal.aborted) throw cancelled(signal, 'The transcription was cancelled.');
			const samples = mimeType.startsWith('audio/ogg') ? await decodeVoice(bytes, seconds + 1) : undefined;
			if (samples === undefined) throw unreadable(speech.id, mimeType);
			return { text: await speech.write(samples, language, signal) };
		},
	};
}

const lacksFolder = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'A local transcriber needs the folder of its model.',
		fix: 'Add --transcribe-model with the folder of a Whisper model.',
	});

const unreadable = (id: string, mimeType: string) =>
	new TroupeError({
		code: 'MODEL_BAD_REQUEST',
		message: `${id} cannot read an audio of the type ${mimeType}: it is not Opus in Ogg.`,
		fix: 'Ask the person to repeat it as text, or use an endpoint, which reads more types.',
	});

import { TroupeError } from '../../core/base/errors';
import type { GivenAudio } from '../../service/operations/channels/channel-fields';

const keeps = { keep: 'transcript', summary: 'summary', none: 'nothing' } as const;

export interface AudioOptions {
	/** The name of a credential, or `local`. */
	transcribe?: string;
	transcribeModel?: string;
	/** ISO 639-1. */
	language?: string;
	audioSeconds?: number;
	transcripts?: keyof typeof keeps;
}

/** @throws TroupeError INPUT_INVALID */
export function readAudioRules(options: AudioOptions): GivenAudio | undefined {
	const { transcribe: transcriber, transcribeModel: model, language, audioSeconds: maxSeconds, transcripts } = options;
	if (transcriber === undefined) {
		const alone = { '--transcribe-model': model, '--language': language, '--audio-seconds': maxSeconds, '--transcripts': transcripts };
		const [option] = Object.entries(alone).find(([, value]) => value !== undefined) ?? [];
		if (option === undefined) return undefined;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${option} has no effect without --transcribe.`,
			fix: 'Add --transcribe with the name of a credential, or with local.',
		});
	}
	const given = { model, language, maxSeconds, keeps: transcripts && keeps[transcripts] };
	return { transcriber, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

import { TroupeError } from '../../core/base/errors';
import { checkLanguage } from '../../core/channels/audio/check-language';
import { type AudioRules, defaultMaxAudioSeconds } from '../../core/ports/channels/audios';
import { openTranscriber } from '../../providers/compose/channels/audio-work';
import { knowledgeFromEnvironment } from '../../providers/compose/knowledge/knowledge-host';
import type { openPrivateState } from '../host';
import type { Terminal } from '../terminal/terminal';

/** Choices of `--transcripts`. */
export const keeps = { keep: 'transcript', summary: 'summary', none: 'nothing' } as const;

export interface AudioOptions {
	/** The name of a credential, or `local`. */
	transcribe?: string;
	transcribeModel?: string;
	/** ISO 639-1. */
	language?: string;
	audioSeconds?: number;
	transcripts?: keyof typeof keeps;
}

/** Reads how a channel treats audios, and opens the transcriber once. @throws TroupeError INPUT_INVALID, CREDENTIAL_NOT_FOUND, DEPENDENCY_MISSING, … */
export async function readAudioRules(
	{ transcribe, transcribeModel: model, language, audioSeconds, transcripts }: AudioOptions,
	host: ReturnType<typeof openPrivateState>,
	{ stop, environment }: Terminal,
): Promise<AudioRules | undefined> {
	if (transcribe === undefined) {
		const alone = { '--transcribe-model': model, '--language': language, '--audio-seconds': audioSeconds, '--transcripts': transcripts };
		const [option] = Object.entries(alone).find(([, value]) => value !== undefined) ?? [];
		if (option === undefined) return undefined;
		throw invalid(`${option} has no effect without --transcribe.`, 'Add --transcribe with the name of a credential, or with local.');
	}
	if (language !== undefined) checkLanguage(language);
	const rules: AudioRules = {
		...{ transcriber: transcribe, maxSeconds: audioSeconds ?? defaultMaxAudioSeconds, keeps: keeps[transcripts ?? 'keep'] },
		...(model !== undefined && { model }),
		...(language !== undefined && { language }),
	};
	await openTranscriber(rules, { ...host, ...knowledgeFromEnvironment(environment) }, stop);
	return rules;
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

import type { AudioFile, AudioRules, Audios, Transcriber } from '../../ports/channels/audios';
import type { ChannelDirectory } from '../../ports/channels/channel-records';
import type { MediaFile } from '../../ports/channels/channel';
import type { PeopleFacts } from '../../ports/channels/people-facts';
import type { OnGivenUp } from '../failed-work';

export interface AudioWork {
	/** Reads type and duration from the bytes. Undefined: not an audio, or the duration is unknown. */
	measure(file: MediaFile): Promise<AudioFile | undefined>;
	/** @throws TroupeError CREDENTIAL_NOT_FOUND, DEPENDENCY_MISSING, MODEL_NOT_FOUND */
	openTranscriber(rules: AudioRules, tenant: string, signal: AbortSignal): Promise<Transcriber>;
	/** Undefined: there is no model for it. @throws TroupeError MODEL_… */
	summarize(text: string, tenant: string, signal: AbortSignal): Promise<string | undefined>;
}

export interface AudioParts extends AudioWork {
	audios: Audios;
	directory: ChannelDirectory;
	onGivenUp?: OnGivenUp;
	readPeople?: (tenant: string) => Promise<PeopleFacts>;
}

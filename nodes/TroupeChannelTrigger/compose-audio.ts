import type { AudioWork } from '../../core/channels/audio/audio-parts';
import { composeAudioWork } from '../../providers/compose/channels/audio-work';
import type { KeptTriggerChannel } from './settings/keep-channel';

/** Undefined if the node does not transcribe. */
export function composeAudio({ audio, state }: Pick<KeptTriggerChannel, 'audio' | 'state'>): AudioWork | undefined {
	return audio && composeAudioWork({ ...state, providers: { openai: audio.summarizer } });
}

import type { Language } from '../../../core/base/text/languages';
import type { ZApiServer } from '../../../sandbox/fakes/channels/z-api-server';
import { voiceMessage } from '../../fakes/voice-message';
import type { WhatsAppPhone } from '../phone/whatsapp-phone';
import { storyTexts } from './texts';

/** Nothing that a transcriber understands. */
const silence = ' ';

/** Puts the recordings of the story where Z-API has them. */
export function recordVoices({ url, files }: ZApiServer, language: Language): WhatsAppPhone['recordings'] {
	const record = (name: string, spoken: string, says = spoken) => {
		const path = `/media/${name}-${language}.ogg`;
		files.set(path, voiceMessage(spoken, 3));
		return { url: url + path, says };
	};
	const { spoken, noise } = storyTexts[language];
	return { understood: record('understood', spoken), noise: record('noise', silence, noise) };
}

import type { ZApiServer } from '../../../sandbox/fakes/channels/z-api-server';
import { voiceMessage } from '../../../sandbox/fakes/voice-message';
import type { WhatsAppPhone } from '../phone/whatsapp-phone';

/** Nothing that a transcriber understands. */
const silence = ' ';

/** Puts the recordings of the story where Z-API has them. */
export function recordVoices({ url, files }: ZApiServer): WhatsAppPhone['recordings'] {
	const record = (name: string, spoken: string, says = spoken) => {
		const path = `/media/${name}.ogg`;
		files.set(path, voiceMessage(spoken, 3));
		return { url: url + path, says };
	};
	return { understood: record('understood', 'São duas prensas.'), noise: record('noise', silence, '(só ruído)') };
}

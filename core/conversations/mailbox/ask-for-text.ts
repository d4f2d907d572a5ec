import type { Turn } from '../../ports/channels/mailbox';
import type { NewSend } from '../../ports/channels/outbox';

const texts: Record<string, string> = {
	pt: 'Não consegui ouvir o seu áudio. Pode repetir em texto, por favor?',
	en: 'I could not listen to your audio. Could you repeat it as text, please?',
	es: 'No pude escuchar tu audio. ¿Puedes repetirlo por texto, por favor?',
};

/** Returns the message sent without a model if the agent cannot answer an audio without a text. @param language ISO 639-1 */
export function askForText({ id, messages }: Turn, language = 'en'): NewSend[] {
	const isUnheard = messages.some(({ content }) => content.some((part) => part.kind === 'audio' && part.transcript === undefined));
	return isUnheard ? [{ key: `turn ${id} as text`, content: { kind: 'text', text: texts[language] ?? texts.en! } }] : [];
}

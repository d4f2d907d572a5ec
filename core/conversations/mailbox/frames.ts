import { type Language, languages } from '../../base/text/languages';
import type { AudioProblem } from '../../ports/channels/message-content';

/** Framing texts for agents, by language. `%` is the subject. */
const frames = {
	en: {
		corrected: '[corrected]',
		late: '[written at %, arrived late]',
		greeted: '[sent to the customer already]',
		closed: '[outside of business hours, which begin again on %]',
		image: '[image%]',
		video: '[video%]',
		document: '[document%]',
		template: '[template %]',
		location: '[location %]',
		reaction: '[reaction %]',
		'no-reaction': '[reaction removed]',
		ad: '[came through the ad%]',
		post: '[came through the post%]',
		link: '[came through the link%]',
		product: '[about the product%]',
		order: '[order]',
		goods: '[product]',
		poll: '[poll]',
		event: '[event]',
		'event-answer': '[answer to an event: %]',
		'no-vote': '[vote taken back]',
		dice: '[dice %]',
		rating: '[rating: % of 5]',
		'missed-call': '[missed call]',
		unreadable: '[a message of a kind that cannot be read: %]',
		heard: '[audio, transcribed]',
		'heard-late': '[transcript of an audio that came before]',
		summary: '[summary of an audio]',
		silent: '[audio without a transcript]',
		'not-yet': '[audio whose transcript is not there yet; it follows when it is]',
		unheard: '[audio that could not be transcribed: %. Ask the person to repeat it as text]',
		'unheard-late': '[an audio that came before could not be transcribed: %. Ask the person to repeat it as text]',
		unsent: '[did not arrive]',
		unread: '[What the customer does not know, because it did not arrive]',
		missed: '[What was said while a person of the company had the conversation]',
		asked: '[The message to answer]',
		silence: '[silence%]',
	},
	pt: {
		corrected: '[corrigido]',
		late: '[escrito em %, chegou com atraso]',
		greeted: '[já enviado ao cliente]',
		closed: '[fora do horário de atendimento, que volta %]',
		image: '[imagem%]',
		video: '[vídeo%]',
		document: '[documento%]',
		template: '[modelo %]',
		location: '[localização %]',
		reaction: '[reação %]',
		'no-reaction': '[reação retirada]',
		ad: '[veio pelo anúncio%]',
		post: '[veio pela publicação%]',
		link: '[veio pelo link%]',
		product: '[sobre o produto%]',
		order: '[pedido]',
		goods: '[produto]',
		poll: '[enquete]',
		event: '[evento]',
		'event-answer': '[resposta a um evento: %]',
		'no-vote': '[voto retirado]',
		dice: '[dado %]',
		rating: '[nota: % de 5]',
		'missed-call': '[ligação perdida]',
		unreadable: '[uma mensagem de um tipo que não dá para ler: %]',
		heard: '[áudio, transcrito]',
		'heard-late': '[transcrição de um áudio que veio antes]',
		summary: '[resumo de um áudio]',
		silent: '[áudio sem transcrição]',
		'not-yet': '[áudio cuja transcrição ainda não está pronta; ela vem depois]',
		unheard: '[áudio que não pôde ser transcrito: %. Peça à pessoa que repita por escrito]',
		'unheard-late': '[um áudio que veio antes não pôde ser transcrito: %. Peça à pessoa que repita por escrito]',
		unsent: '[não chegou]',
		unread: '[O que o cliente não sabe, porque não chegou]',
		missed: '[O que foi dito enquanto uma pessoa da empresa estava com a conversa]',
		asked: '[A mensagem a responder]',
		silence: '[silêncio%]',
	},
} as const satisfies Record<Language, Record<string, string>>;

type FrameName = keyof (typeof frames)['en'];

export const problems: Record<Language, Record<AudioProblem, string>> = {
	en: {
		'too-long': 'it is too long',
		'too-large': 'its file is too large',
		unreadable: 'its file cannot be read',
		gone: 'its file is not available',
		unintelligible: 'nothing in it was understood',
		unavailable: 'the transcription does not work at the moment',
		'too-many': 'there were too many within an hour',
	},
	pt: {
		'too-long': 'é longo demais',
		'too-large': 'o arquivo é grande demais',
		unreadable: 'não dá para ler o arquivo',
		gone: 'o arquivo não está disponível',
		unintelligible: 'não se entendeu nada nele',
		unavailable: 'a transcrição não está funcionando no momento',
		'too-many': 'foram áudios demais em uma hora',
	},
};

/** Falls back for languages without frames. @param language ISO 639-1 */
export const chooseFrames = (language: string | undefined): Language => languages.find((one) => one === language?.slice(0, 2)) ?? 'en';

export const frame = (language: Language, name: FrameName, about = ''): string => frames[language][name].replace('%', () => about);

/** Translates an English frame: `[order] Please by Friday`. */
export function translateFrame(text: string, name: FrameName, language: Language): string {
	const [head, tail] = frames.en[name].split('%') as [string, string?];
	if (!text.startsWith(head)) return disarm(text);
	const end = tail === undefined ? head.length : text.indexOf(tail, head.length);
	if (end < 0) return disarm(text);
	const about = tail === undefined ? '' : text.slice(head.length, end);
	return `${frame(language, name, disarm(about))}${disarm(text.slice(end + (tail?.length ?? 0)))}`;
}

const openings = [
	...new Set(
		Object.values(frames)
			.flatMap((all) => Object.values(all))
			.flatMap((text) => {
				const word = /\p{L}+/u.exec(text)![0];
				return [word, word.normalize('NFD').replace(/\p{M}/gu, '')];
			}),
	),
]
	.toSorted((one, other) => other.length - one.length)
	.map((word) => `${[...word].join('[\\p{Cf}\\p{M}]*')}[\\p{Cf}\\p{M}]*`);

const bracket = '(?![({‚„])\\p{Ps}';
/** Allowed between a bracket and its word. A straight quote makes it JSON. */
const signs = '(?:[({‚„]|[^\\p{L}\\p{N}\\p{Ps}\\p{Pe}"])*';
const forged = new RegExp(`${bracket}(?=${signs}(?:${openings.join('|')})(?!_?[\\p{L}\\p{N}]))`, 'giu');

/** Breaks forged frames in foreign text, in any language: they would pass for ours. */
export const disarm = (text: string): string => text.replace(forged, '(');

import type { Language } from '../../base/text/languages';
import type { FollowUp } from '../../ports/channels/mailbox';
import { frame } from './frames';

const hourMs = 3_600_000;
const maxHours = 48;

interface Words {
	nothing: string;
	decline: string;
	hours: (count: number) => string;
	days: (count: number) => string;
	minutes: (count: number) => string;
	which: (number: number, of: number) => string;
	ask: (silence: string) => string;
}

const words: Record<Language, Words> = {
	en: {
		nothing: 'NOTHING',
		decline:
			'If a message would be out of place, such as after a goodbye, or if you do not see what you wrote before, write only the word NOTHING',
		minutes: (count) => (count === 1 ? '1 minute' : `${count} minutes`),
		hours: (count) => (count === 1 ? '1 hour' : `${count} hours`),
		days: (count) => `${count} days`,
		which: (number, of) => ` ${number} of ${of}`,
		ask: (silence) =>
			`the customer has not written for ${silence}. Nobody wrote this line: the system did, and the customer does not see it. Write to the customer now: one short message that goes on from the last one that you wrote. Use other words, do not greet again, and neither promise nor claim anything new`,
	},
	pt: {
		nothing: 'NADA',
		decline:
			'Se não fizer sentido escrever, por exemplo depois de uma despedida, ou se você não vê o que escreveu antes, escreva só a palavra NADA',
		minutes: (count) => (count === 1 ? '1 minuto' : `${count} minutos`),
		hours: (count) => (count === 1 ? '1 hora' : `${count} horas`),
		days: (count) => `${count} dias`,
		which: (number, of) => ` ${number} de ${of}`,
		ask: (silence) =>
			`o cliente não escreve há ${silence}. Quem escreveu esta linha foi o sistema, e o cliente não a vê. Escreva agora ao cliente: uma mensagem curta que retome a última que você escreveu. Use outras palavras, não cumprimente de novo e não prometa nem afirme nada novo`,
	},
};

/** @param canDecline the reader can answer with a word that is not sent */
export function describeSilence({ number, of, silentMs }: FollowUp, language: Language, canDecline = false): string {
	const { ask, which, decline, minutes, hours, days } = words[language];
	const count = Math.round(silentMs / hourMs);
	const silence =
		count === 0 ? minutes(Math.max(1, Math.round(silentMs / 60_000))) : count < maxHours ? hours(count) : days(Math.round(count / 24));
	return frame(language, 'silence', `${which(number, of)}: ${ask(silence)}${canDecline ? `. ${decline}` : ''}`);
}

const word = `(?:${Object.values(words)
	.map((one) => one.nothing)
	.join('|')})`;
const sign = '[^\\p{L}\\p{N}\\n]*';
/** Small models add a reason to the word. Rather send nothing than such a message. */
const declines = [
	new RegExp(`^\\s*${sign}${word}${sign}(?:\\n|$)`, 'iu'),
	// In capitals, as requested: at the beginning, after a label, or on its own line.
	new RegExp(`^[^\\p{L}\\p{N}]*(?:[\\p{L} ]{1,20}:${sign})?${word}(?![\\p{L}\\p{N}])`, 'u'),
	new RegExp(`\\n${sign}${word}${sign}(?:\\n|$)`, 'u'),
	/^[^\p{L}\p{N}]*(?:nada (?:a|para|que) (?:enviar|dizer|mandar|escrever|acrescentar)|nothing to (?:send|say|write|add))(?!\p{L})/iu,
];

export const saysNothing = (reply: string): boolean => declines.some((one) => one.test(reply)) || !/[\p{L}\p{N}]/u.test(reply);

const own = Object.values(words).flatMap(({ ask, decline }) =>
	[...ask('').split(/[.:]/).slice(1), decline].map((text) => text.trim().toLowerCase()),
);

/** Returns whether an agent repeats the prompt, which no customer should read. */
export const repeatsAsking = (reply: string): boolean => {
	const text = reply.toLowerCase();
	return own.some((sentence) => text.includes(sentence)) || /\[(?:silence|silêncio)/.test(text);
};

export const showFollowUp = ({ number, of, silentMs }: FollowUp) => ({
	number,
	of,
	silentHours: Math.round((silentMs / hourMs) * 10) / 10,
});

import type { Language } from '../../base/text/languages';
import type { MessageContent } from '../../ports/channels/message-content';
import type { UnsentMessage } from '../../ports/channels/outbox';

const words: Record<Language, Record<'lost' | 'unknown' | 'again' | 'settle', string>> = {
	en: {
		lost: 'This message did not reach the customer',
		unknown: 'Did the customer get this message? Look at the phone',
		again: 'If the customer needs it',
		settle: 'If it is settled',
	},
	pt: {
		lost: 'Esta mensagem não chegou ao cliente',
		unknown: 'O cliente recebeu esta mensagem? Olhe o telefone',
		again: 'Se o cliente precisa dela',
		settle: 'Se já está resolvido',
	},
};

const maxTextLength = 500;

export const readWords = (content: MessageContent): string =>
	('text' in content ? content.text : 'caption' in content ? content.caption : undefined) ?? `[${content.kind}]`;

export function describeUnsent({ id, channel, state, code, reason }: UnsentMessage, content: MessageContent, language: Language): string {
	const { lost, unknown, again, settle } = words[language];
	return [
		`${state === 'unknown' ? unknown : lost}. ${code === null ? '' : `${code}: `}${reason}`,
		`"${readWords(content).slice(0, maxTextLength)}"`,
		`${again}: troupe channel resend ${channel} ${id}`,
		`${settle}: troupe channel settle ${channel} ${id}`,
	].join('\n');
}

const unwanted: Record<Language, string> = {
	en: 'Not sent: the customer has asked for no more messages.',
	pt: 'Não enviada: o cliente pediu para não receber mais mensagens.',
};

const removed: Record<Language, string> = {
	en: 'Not sent: Troupe no longer knows this customer, whose data was removed.',
	pt: 'Não enviada: o Troupe não conhece mais este cliente, cujos dados foram removidos.',
};

/** Returns the note that a person's message has no reachable recipient. */
export const describeRemoved = (content: readonly MessageContent[], language: Language): string =>
	`${removed[language]}\n"${content.map(readWords).join('\n').slice(0, maxTextLength)}"`;

export const describeUnwanted = (content: readonly MessageContent[], language: Language): string =>
	`${unwanted[language]}\n"${content.map(readWords).join('\n').slice(0, maxTextLength)}"`;

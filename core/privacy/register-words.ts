import { type KeptClass, keptClasses, type KeptRule } from '../base/privacy/kept-classes';
import type { FieldKind, StayReason } from '../base/privacy/personal-data';
import type { Language } from '../base/text/languages';

type InEach<Text = string> = Readonly<Record<Language, Text>>;

export const kindWords: Readonly<Record<Exclude<FieldKind, 'nothing'>, InEach>> = {
	reference: { en: 'random ids of contacts, conversations and runs', pt: 'códigos aleatórios de contatos, conversas e execuções' },
	pseudonym: { en: 'keyed hashes of persons and conversations', pt: 'pseudônimos (hashes com chave) de pessoas e conversas' },
	user: { en: 'names of users and programs of the company', pt: 'nomes de usuários e programas da empresa' },
	sealed: { en: 'texts encrypted under a key of the person', pt: 'textos cifrados com uma chave da própria pessoa' },
	encrypted: { en: 'texts encrypted under a key of the installation', pt: 'textos cifrados com uma chave da instalação' },
	masked: { en: 'texts whose personal data was masked', pt: 'textos com os dados pessoais mascarados' },
	derived: { en: 'summaries, labels and vectors made from texts', pt: 'resumos, etiquetas e vetores gerados a partir de textos' },
	identifier: { en: 'phone numbers, e-mail addresses, ids at providers', pt: 'telefones, e-mails e identificadores em provedores' },
	name: { en: 'names', pt: 'nomes' },
	words: { en: 'texts that persons wrote or received', pt: 'textos que as pessoas escreveram ou receberam' },
};

export const kindNames: Readonly<Record<Exclude<FieldKind, 'nothing'>, InEach>> = {
	reference: { en: 'reference', pt: 'referência' },
	pseudonym: { en: 'pseudonym', pt: 'pseudônimo' },
	user: { en: 'user', pt: 'usuário' },
	sealed: { en: 'sealed', pt: 'cifrado por pessoa' },
	encrypted: { en: 'encrypted', pt: 'cifrado' },
	masked: { en: 'masked', pt: 'mascarado' },
	derived: { en: 'derived', pt: 'derivado' },
	identifier: { en: 'identifier', pt: 'identificador' },
	name: { en: 'name', pt: 'nome' },
	words: { en: 'words', pt: 'texto' },
};

export const stayWords: Readonly<Record<StayReason, InEach>> = {
	proof: {
		en: 'Stays after a forgetting: it proves to auditors what happened, with keyed hashes and masked texts.',
		pt: 'Permanece após o esquecimento: comprova aos auditores o que aconteceu, com pseudônimos e textos mascarados.',
	},
	bill: {
		en: 'Stays after a forgetting: it is the bill, with keyed hashes.',
		pt: 'Permanece após o esquecimento: serve de base para a cobrança, com pseudônimos.',
	},
	expires: {
		en: 'Stays after a forgetting until its time is over.',
		pt: 'Permanece após o esquecimento, até o fim do próprio prazo.',
	},
	program: {
		en: 'Stays after a forgetting until its time is over: it belongs to the program that asked for it.',
		pt: 'Permanece após o esquecimento, até o fim do próprio prazo: pertence ao programa que fez o pedido.',
	},
	rights: {
		en: 'Stays after a forgetting, without the person: it keeps what they demanded, such as not to be written to.',
		pt: 'Permanece após o esquecimento, sem a pessoa: registra o que ela pediu, como não receber mais mensagens.',
	},
	desk: {
		en: 'Stays after a forgetting, without the person: people at the desk who go on writing must hear that nobody gets it.',
		pt: 'Permanece após o esquecimento, sem a pessoa: avisa o atendente que continua escrevendo que ninguém vai receber.',
	},
	company: {
		en: 'Belongs to the company, not to a contact: remove the document or the setting.',
		pt: 'Pertence à empresa, e não a um contato: exclua o documento ou a configuração.',
	},
};

const sinceWords: Readonly<Record<(typeof keptClasses)[KeptClass]['from'], InEach>> = {
	use: { en: 'after the last use', pt: 'após o último uso' },
	end: { en: 'after it ended', pt: 'após o término' },
	creation: { en: 'after it was stored', pt: 'após o armazenamento' },
	removal: { en: 'until somebody removes it', pt: 'até que alguém o exclua' },
	completion: { en: 'until it is done', pt: 'até ser concluído' },
	count: { en: 'until newer ones take its place', pt: 'até ser substituído por outros mais recentes' },
	expiry: { en: 'until its own time is over, minutes to some weeks', pt: 'até o fim do próprio prazo, de minutos a algumas semanas' },
	never: { en: 'without an end', pt: 'por tempo indeterminado' },
};

export function describeKept(kept: KeptClass, days: number | undefined, language: Language): string {
	const { from, setting }: KeptRule = keptClasses[kept];
	const since = sinceWords[from][language];
	if (days !== undefined) {
		const unless =
			setting === undefined ? '' : language === 'pt' ? `, salvo outro valor de ${setting}` : `, unless ${setting} says otherwise`;
		return `${days} ${language === 'pt' ? 'dias' : 'days'} ${since}${unless}`;
	}
	if (kept === 'execution') return language === 'pt' ? 'até a limpeza do próprio n8n' : 'until n8n removes it by its own pruning';
	// A rule of the tenant could end it.
	if (from === 'use') return language === 'pt' ? 'até o contato ser esquecido' : 'until the contact is forgotten';
	return since;
}

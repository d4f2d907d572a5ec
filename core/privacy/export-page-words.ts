import type { Language } from '../base/text/languages';

/** Words of the page of an export around the data. */
export const exportPageWords = {
	en: {
		title: 'What we store about you',
		made: 'Made',
		laws: 'LGPD art. 18 and 19 · GDPR art. 15 and 20',
		review:
			'This page was made from the stores of the system that answers you. Whoever sends it to you adds who is responsible for the data, and how to reach their data protection officer.',
		why: 'Why we use your data, and for how long',
		purpose: 'Purpose',
		categories: 'Data',
		kept: 'Kept',
		basis: 'Legal basis',
		noBasis: 'not recorded in the system: whoever sends this page states it',
		recipients: 'Who else gets your data',
		kind: 'Who',
		provider: 'Provider',
		nobody: 'Nobody is configured.',
		kinds: { channel: 'channel of your messages', crm: 'CRM', model: 'language models', receiver: 'another system of the company' },
		source: 'Where your data comes from',
		sourceText:
			'From what you wrote or said, from what the providers of the channels tell about your account, and from notes of people who served you.',
		decisions: 'Automated decisions',
		decisionsText:
			'A program with a language model answers messages. Under "Automated decisions" below, each of its runs is listed with the program, its version, the model, and why it ended as it did. You can ask for a person to review a decision.',
		rights: 'Your rights',
		rightsText:
			'You can ask for a correction, for deletion, for your data to be blocked, object to its use, withdraw consent, take your data to somebody else (the JSON file that belongs to this page is for that), and complain to the data protection authority.',
		elsewhere: 'Where else data about you can be',
		place: 'Place',
		holds: 'What it holds',
		until: 'Until when',
		inJson: 'Technical records without words for a reader. They are in the JSON file.',
		notGiven: 'What is not in here',
		nothingLeftOut: 'Nothing was left out.',
		leftOut: {
			colleagues: 'names and ids of people of the company, which were masked',
			others: 'names, numbers and ids of other persons, which were masked',
			parts: 'parts of requests and processes that are about other persons, which were left out',
			shared: 'messages of conversations that you share with others, which were left out because it is not recorded who wrote which',
			company: 'instructions and documents of the company that the program read, which were left out',
		},
		unreadable: '[unreadable]',
		authors: { contact: 'you', agent: 'the program', person: 'a person of the company', system: 'the system' },
	},
	pt: {
		title: 'O que guardamos sobre você',
		made: 'Gerado em',
		laws: 'LGPD, arts. 18 e 19 · GDPR, arts. 15 e 20',
		review:
			'Esta página foi gerada a partir dos bancos do sistema que atende você. Quem a envia completa quem é o controlador dos dados e como falar com o encarregado.',
		why: 'Para que usamos seus dados e por quanto tempo',
		purpose: 'Finalidade',
		categories: 'Dados',
		kept: 'Prazo de guarda',
		basis: 'Base legal',
		noBasis: 'não registrada no sistema: quem envia esta página informa',
		recipients: 'Quem mais recebe seus dados',
		kind: 'Quem',
		provider: 'Provedor',
		nobody: 'Ninguém está configurado.',
		kinds: { channel: 'canal das suas mensagens', crm: 'CRM', model: 'modelos de linguagem', receiver: 'outro sistema da empresa' },
		source: 'De onde vêm seus dados',
		sourceText:
			'Do que você escreveu ou disse, do que os provedores dos canais informam sobre a sua conta e das anotações de quem atendeu você.',
		decisions: 'Decisões automatizadas',
		decisionsText:
			'Um programa com um modelo de linguagem responde às mensagens. Em "Decisões automatizadas", mais abaixo, aparece cada execução, com o programa, a versão, o modelo e o motivo do resultado. Você pode pedir que uma pessoa revise uma decisão.',
		rights: 'Seus direitos',
		rightsText:
			'Você pode pedir a correção, a exclusão ou o bloqueio dos dados, opor-se ao uso, revogar o consentimento, levar os dados para outro fornecedor (o arquivo JSON que acompanha esta página serve para isso) e reclamar à ANPD.',
		elsewhere: 'Onde mais pode haver dados sobre você',
		place: 'Lugar',
		holds: 'O que contém',
		until: 'Até quando',
		inJson: 'Registros técnicos, sem texto para leitura. Estão no arquivo JSON.',
		notGiven: 'O que não está aqui',
		nothingLeftOut: 'Nada ficou de fora.',
		leftOut: {
			colleagues: 'nomes e códigos de pessoas da empresa, que foram mascarados',
			others: 'nomes, números e códigos de outras pessoas, que foram mascarados',
			parts: 'partes de requisições e processos que tratam de outras pessoas, que ficaram de fora',
			shared:
				'mensagens de conversas que você divide com outras pessoas, que ficaram de fora porque não há registro de quem escreveu cada uma',
			company: 'instruções e documentos da empresa lidos pelo programa, que ficaram de fora',
		},
		unreadable: '[ilegível]',
		authors: { contact: 'você', agent: 'o programa', person: 'uma pessoa da empresa', system: 'o sistema' },
	},
} as const satisfies Record<Language, object>;

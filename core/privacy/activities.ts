import type { Language } from '../base/text/languages';

export interface Activity {
	id: string;
	subjects: readonly string[];
	words: Readonly<Record<Language, { name: string; purpose: string; people: string }>>;
}

const contacts = { en: 'contacts who write to the company', pt: 'contatos que escrevem para a empresa' };
const both = { en: 'contacts; users of the company', pt: 'contatos; usuários da empresa' };
const users = { en: 'users of the company', pt: 'usuários da empresa' };

const activity = (id: string, subjects: string[], people: typeof contacts, en: [string, string], pt: [string, string]): Activity => ({
	id,
	subjects,
	words: {
		en: { name: en[0], purpose: en[1], people: people.en },
		pt: { name: pt[0], purpose: pt[1], people: people.pt },
	},
});

/** Covers every subject of every store; a test compares. */
export const activities: readonly Activity[] = [
	activity(
		'conversations',
		['channels', 'channel_inbox'],
		both,
		[
			'Conversations with contacts',
			'To receive and answer messages of contacts, to hand them over to people, and to keep what contacts demand',
		],
		[
			'Conversas com contatos',
			'Receber e responder às mensagens dos contatos, transferir conversas para atendentes e registrar o que os contatos pedem',
		],
	),
	activity(
		'memory',
		['memory', 'vectors'],
		contacts,
		['Memory of agents', 'To go on with a conversation, and to remember what a person said and prefers'],
		['Memória dos agentes', 'Continuar uma conversa e lembrar o que a pessoa disse e prefere'],
	),
	activity(
		'masking',
		['vault'],
		contacts,
		['Masking', 'To show models tokens in place of personal data, and to put the data back into answers'],
		['Mascaramento', 'Mostrar aos modelos códigos no lugar de dados pessoais e devolver os dados às respostas'],
	),
	activity(
		'runs',
		['runs', 'calls', 'operations', 'plans', 'task_documents', 'work', 'events', 'executions'],
		both,
		['Runs of agents', 'To do what was asked exactly once, to let people approve it, to tell other systems, and to explain it later'],
		[
			'Execuções de agentes',
			'Fazer uma única vez o que foi pedido, submeter à aprovação de pessoas, avisar outros sistemas e explicar depois o que foi feito',
		],
	),
	activity(
		'processes',
		['processes'],
		both,
		['Processes', 'To run the processes of the company, with the variables that they were given'],
		['Processos', 'Executar os processos da empresa, com as variáveis que eles recebem'],
	),
	activity(
		'knowledge',
		['knowledge'],
		{ en: 'whoever the documents name', pt: 'quem for citado nos documentos' },
		['Documents', 'To answer from documents of the company'],
		['Documentos', 'Responder com base nos documentos da empresa'],
	),
	activity(
		'protection',
		['violations', 'conversation_states', 'log', 'rates', 'proofs'],
		both,
		['Security', 'To keep agents within their rules, to stop abuse, and to find faults'],
		['Segurança', 'Manter os agentes dentro das regras, conter abusos e encontrar falhas'],
	),
	activity(
		'usage',
		['usage', 'quality', 'statements'],
		contacts,
		['Cost and quality', 'To bill and limit the use of models, and to measure the quality of agents'],
		['Custo e qualidade', 'Cobrar e limitar o uso de modelos e medir a qualidade dos agentes'],
	),
	activity(
		'administration',
		['access', 'credentials', 'machines', 'n8n_tools', 'settings', 'switches', 'tenants', 'wanted_tools', 'registry'],
		users,
		['Administration', 'To know who may do what, and who changed and approved what'],
		['Administração', 'Saber quem pode fazer o quê, e quem alterou e aprovou o quê'],
	),
	activity(
		'rights',
		['forgettings', 'holds'],
		both,
		['Rights of people', 'To forget a person completely, also after an interruption, to prove it, and to keep what a legal hold names'],
		[
			'Direitos das pessoas',
			'Esquecer uma pessoa por completo, mesmo depois de uma interrupção, comprovar isso e guardar o que estiver sob retenção legal',
		],
	),
	activity(
		'audit',
		['audit', 'witness'],
		both,
		['Audit', 'To prove who did what, and what the system decided'],
		['Auditoria', 'Comprovar quem fez o quê, e o que o sistema decidiu'],
	),
];

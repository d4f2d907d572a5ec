/** Classes of data, and why a tenant cannot set the retention of some. */
import type { KeptClass, keptClasses } from '../base/privacy/kept-classes';
import type { Language } from '../base/text/languages';

type InEach = Readonly<Record<Language, string>>;

export const classWords: Readonly<Record<KeptClass, InEach>> = {
	conversation: { en: 'contacts and their conversations', pt: 'contatos e suas conversas' },
	request: { en: 'requests of providers, as they came', pt: 'requisições dos provedores, como chegaram' },
	requestMark: { en: 'marks of events that were applied', pt: 'marcas dos eventos já aplicados' },
	memory: { en: 'memories of agents', pt: 'memórias dos agentes' },
	token: { en: 'tokens of masked values', pt: 'códigos de valores mascarados' },
	run: { en: 'runs of agents', pt: 'execuções de agentes' },
	execution: { en: 'executions of n8n that are about persons', pt: 'execuções do n8n que dizem respeito a pessoas' },
	claim: { en: 'names that runs took', pt: 'nomes que as execuções reservaram' },
	count: { en: 'counts of guardrails by conversation', pt: 'contagens das proteções por conversa' },
	lift: { en: 'pardons after abuse', pt: 'perdões após abuso' },
	call: { en: 'calls of workflows, nodes and CRMs', pt: 'chamadas de fluxos, nós e CRMs' },
	usage: { en: 'calls of models, for bills', pt: 'chamadas de modelos, para cobrança' },
	month: { en: 'what counts for limits of the month', pt: 'o que conta para os limites do mês' },
	violation: { en: 'violations of guardrails', pt: 'violações das proteções' },
	quality: { en: 'counts of quality by day', pt: 'contagens de qualidade por dia' },
	vector: { en: 'cached vectors', pt: 'vetores em cache' },
	event: { en: 'events, and what was sent of them', pt: 'eventos e o que foi enviado deles' },
	log: { en: 'lines of the log', pt: 'linhas do log' },
	operation: { en: 'operations in the background', pt: 'operações em segundo plano' },
	key: { en: 'API keys that ended', pt: 'chaves de API encerradas' },
	accessToken: { en: 'tokens of the registry that ended', pt: 'tokens do registro encerrados' },
	process: { en: 'processes that ended', pt: 'processos encerrados' },
	removedDocument: { en: 'names of removed documents', pt: 'nomes de documentos excluídos' },
	knowledge: { en: 'documents', pt: 'documentos' },
	setting: { en: 'settings', pt: 'configurações' },
	newest: { en: 'the newest of a number', pt: 'os mais recentes até um limite' },
	work: { en: 'work that waits', pt: 'o que falta fazer' },
	brief: { en: 'what ends by itself', pt: 'o que termina por si' },
	record: { en: 'records for auditors', pt: 'registros para auditores' },
};

type FixedClass = { [Kept in KeptClass]: (typeof keptClasses)[Kept] extends { rule: string } ? never : Kept }[KeptClass];

const byInstallation: InEach = {
	en: 'The days are those of the installation, for all tenants.',
	pt: 'Os dias são os da instalação, para todos os tenants.',
};
const twice: InEach = { en: 'Without it, something would be done twice.', pt: 'Sem isso, algo seria feito duas vezes.' };
const byItself: InEach = { en: 'It goes by itself when nothing needs it.', pt: 'Some por si quando nada mais precisa disso.' };

/** The compiler asks for each fixed class. */
const fixedWords: Readonly<Record<FixedClass, InEach>> = {
	requestMark: twice,
	claim: twice,
	call: twice,
	lift: { en: 'They explain why somebody may write again.', pt: 'Explicam por que alguém pode voltar a escrever.' },
	usage: { en: 'They are the bill, and have keyed hashes.', pt: 'São a cobrança, com pseudônimos.' },
	month: { en: 'Limits of the month count by it.', pt: 'Os limites do mês contam por isso.' },
	violation: {
		en: 'They prove to auditors what was stopped, in a sealed list.',
		pt: 'Comprovam aos auditores o que foi barrado, em uma lista selada.',
	},
	quality: { en: 'They are numbers, and name nobody.', pt: 'São números e não identificam ninguém.' },
	vector: byInstallation,
	event: byInstallation,
	log: byInstallation,
	key: { en: 'It is about users of the company.', pt: 'Diz respeito a usuários da empresa.' },
	accessToken: { en: 'It is about users of the company.', pt: 'Diz respeito a usuários da empresa.' },
	process: byInstallation,
	removedDocument: byInstallation,
	knowledge: {
		en: 'Documents are of the company: each collection has a rule of its own.',
		pt: 'Os documentos são da empresa: cada coleção tem sua própria regra.',
	},
	setting: { en: 'Somebody made it, and removes it.', pt: 'Alguém criou e alguém exclui.' },
	newest: byItself,
	work: byItself,
	brief: byItself,
	record: {
		en: 'Never removed: it proves who did what, and what people demanded.',
		pt: 'Nunca é removido: comprova quem fez o quê e o que as pessoas pediram.',
	},
};

export const findFixedWords = (kept: KeptClass): InEach | undefined => (fixedWords as Partial<Record<KeptClass, InEach>>)[kept];

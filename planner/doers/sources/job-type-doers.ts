import type { JobType } from '../../../bpmn/job-types';
import type { Doer } from '../doer';

const described: Partial<Record<JobType, Pick<Doer, 'title' | 'purpose' | 'words' | 'risk'>>> = {
	'troupe:crm': {
		title: 'CRM',
		risk: 'reversible',
		purpose: 'Records companies, people, leads and deals in the CRM (registra empresas, pessoas, contatos e negócios).',
		words: ['create record update lead deal opportunity contact company', 'registrar cadastrar negócio oportunidade contato empresa'],
	},
	'troupe:guardrail': {
		title: 'Guardrails',
		risk: 'reads',
		purpose: 'Checks a text by a policy, and masks personal data and secrets (verifica um texto e mascara dados pessoais).',
		words: ['check mask text policy personal data injection', 'verificar mascarar texto dados pessoais'],
	},
	'troupe:hand-over': {
		title: 'Hand over',
		risk: 'reversible',
		purpose: 'Hands a conversation over to a person of the desk (passa a conversa para um atendente).',
		words: ['handover transfer conversation agent person desk', 'transferir encaminhar conversa atendente pessoa'],
	},
	'troupe:ingest': {
		title: 'Ingest documents',
		risk: 'reversible',
		purpose: 'Stores documents in a collection, so that they are found (guarda documentos em uma coleção).',
		words: ['store index ingest documents files collection knowledge', 'guardar indexar documentos arquivos coleção'],
	},
	'troupe:remember': {
		title: 'Memory',
		risk: 'reversible',
		purpose: 'Remembers facts about a person, and recalls them (lembra fatos sobre uma pessoa).',
		words: ['remember recall memory facts preferences person', 'lembrar memória preferências pessoa'],
	},
	'troupe:retrieve': {
		title: 'Search documents',
		risk: 'reads',
		purpose: 'Searches stored documents for passages about a question (busca passagens em documentos).',
		words: [
			'search find documents passages collection knowledge terms internal',
			'buscar pesquisar consultar documentos passagens internos',
		],
	},
	'troupe:send': {
		title: 'Send a message',
		risk: 'irreversible',
		purpose: 'Sends a message to a person on WhatsApp, Telegram or another channel (envia uma mensagem pelo canal).',
		words: ['send notify message customer whatsapp telegram instagram sms chat', 'enviar avisar mensagem cliente canal'],
	},
};

export const describeJobTypes = (): Doer[] =>
	Object.entries(described).map(([type, doer]) => ({ kind: 'node', key: `job-type:${type}`, name: type, ...doer }));

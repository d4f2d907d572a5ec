import type { Language } from '../base/text/languages';

export interface Place {
	id: string;
	where: 'machine' | 'elsewhere';
	reach: 'all' | 'part' | 'none';
	words: Readonly<Record<Language, PlaceWords>>;
}

interface PlaceWords {
	name: string;
	holds: string;
	how: string;
	until: string;
}

type Texts = [name: string, holds: string, how: string, until: string];

const place = (id: string, where: Place['where'], reach: Place['reach'], en: Texts, pt: Texts): Place => {
	const toWords = ([name, holds, how, until]: Texts): PlaceWords => ({ name, holds, how, until });
	return { id, where, reach, words: { en: toWords(en), pt: toWords(pt) } };
};

export const places: readonly Place[] = [
	place(
		...(['backups', 'machine', 'part'] as const),
		[
			'Backups',
			'all that the databases held',
			'Troupe forgets again whom its list names when a backup is restored',
			'until the archive is deleted',
		],
		[
			'Backups',
			'tudo o que os bancos continham',
			'ao restaurar um backup, o Troupe esquece de novo quem está na lista',
			'até o arquivo ser excluído',
		],
	),
	place(
		...(['forgotten-list', 'machine', 'none'] as const),
		[
			'List of the forgotten (forgotten.jsonl)',
			'keyed hashes of persons who were forgotten',
			'it is what backups are restored with',
			'without an end',
		],
		[
			'Lista de esquecidos (forgotten.jsonl)',
			'pseudônimos das pessoas esquecidas',
			'é usada ao restaurar backups',
			'por tempo indeterminado',
		],
	),
	place(
		...(['standard-error', 'machine', 'none'] as const),
		['Log on standard error', 'times, codes and ids; messages of faults', 'the program that collects it', 'as that program keeps it'],
		[
			'Log na saída de erro',
			'horários, códigos e ids; mensagens de falhas',
			'o programa que coleta o log',
			'enquanto esse programa o guardar',
		],
	),
	place(
		...(['recordings', 'machine', 'none'] as const),
		[
			'Recordings and results of evaluations',
			'the messages of cases, written for it or taken from runs',
			'delete the files',
			'until they are deleted',
		],
		[
			'Gravações e resultados de avaliações',
			'as mensagens dos casos, escritas para isso ou tiradas de execuções',
			'exclua os arquivos',
			'até serem excluídos',
		],
	),
	place(
		...(['postgres-files', 'machine', 'none'] as const),
		[
			'Files of PostgreSQL',
			'deleted rows, in its journal, its backups and replicas',
			'vacuum, and the rotation of its backups',
			'until the vacuum and the rotation of its backups',
		],
		[
			'Arquivos do PostgreSQL',
			'linhas excluídas, no journal, nos backups e nas réplicas',
			'vacuum e a rotação dos backups',
			'até o vacuum e a rotação dos backups',
		],
	),
	place(
		...(['n8n-executions', 'elsewhere', 'part'] as const),
		[
			'n8n: executions',
			'what passed between the nodes of a workflow, in clear',
			'`troupe privacy forget` deletes those in which a node of Troupe knew the person, through the API of n8n with a credential of type n8nApi; others, such as sub-workflows: n8n’s pruning, or delete them there',
			'14 days and 10,000 executions, unless n8n (EXECUTIONS_DATA_MAX_AGE) or the days of the class execution say otherwise; free pages of its database, until they are used again',
		],
		[
			'n8n: execuções',
			'o que passou entre os nós de um fluxo, sem cifra',
			'`troupe privacy forget` exclui aquelas em que um nó do Troupe conhecia a pessoa, pela API do n8n, com uma credencial do tipo n8nApi; as demais, como as de subfluxos: a limpeza do n8n, ou exclua-as lá',
			'14 dias e 10.000 execuções, salvo outra configuração do n8n (EXECUTIONS_DATA_MAX_AGE) ou os dias da classe execution; páginas livres do banco, até serem reutilizadas',
		],
	),
	place(
		...(['n8n-binary-data', 'elsewhere', 'part'] as const),
		['n8n: binary data', 'files that workflows read or made', 'n8n removes them with their execution', 'as long as their execution'],
		['n8n: dados binários', 'arquivos que os fluxos leram ou geraram', 'o n8n os exclui junto com a execução', 'enquanto durar a execução'],
	),
	place(
		...(['zeebe', 'elsewhere', 'none'] as const),
		[
			'Zeebe (Camunda)',
			'variables, messages and user tasks of instances, also in Operate, Tasklist and what exporters write',
			'delete the instances there',
			'as the cluster keeps its history',
		],
		[
			'Zeebe (Camunda)',
			'variáveis, mensagens e tarefas das instâncias, também no Operate, no Tasklist e no que os exportadores gravam',
			'exclua as instâncias lá',
			'enquanto o cluster guardar o histórico',
		],
	),
	place(
		...(['crm', 'elsewhere', 'part'] as const),
		[
			'CRM',
			'the person, notes and deals of their leads',
			'`troupe privacy forget` removes or empties the person; deals and notes of your people stay',
			'until they are deleted there',
		],
		[
			'CRM',
			'a pessoa, as notas e os negócios dos leads dela',
			'`troupe privacy forget` exclui ou esvazia a pessoa; negócios e notas da sua equipe ficam',
			'até serem excluídos lá',
		],
	),
	place(
		...(['lead-stores', 'elsewhere', 'part'] as const),
		[
			'Supabase',
			'leads, their budgets and events',
			'`troupe privacy forget`, in the stores that agents of the machine name',
			'until they are deleted there',
		],
		[
			'Supabase',
			'leads, seus orçamentos e eventos',
			'`troupe privacy forget`, nas bases citadas por agentes da máquina',
			'até serem excluídos lá',
		],
	),
	place(
		...(['desk', 'elsewhere', 'part'] as const),
		[
			'Desk (Chatwoot)',
			'the contact, its conversations, and notes of agents',
			'`troupe privacy forget`, with the token of an administrator',
			'until they are deleted there',
		],
		[
			'Atendimento (Chatwoot)',
			'o contato, suas conversas e notas dos agentes',
			'`troupe privacy forget`, com o token de um administrador',
			'até serem excluídos lá',
		],
	),
	place(
		...(['channel-providers', 'elsewhere', 'none'] as const),
		[
			'Providers of channels (WhatsApp, Telegram and others)',
			'messages, numbers and files of both sides, also on their phones',
			'nothing from here',
			'as the contract with the provider says',
		],
		[
			'Provedores de canais (WhatsApp, Telegram e outros)',
			'mensagens, números e arquivos dos dois lados, também nos celulares',
			'nada a partir daqui',
			'conforme o contrato com o provedor',
		],
	),
	place(
		...(['models', 'elsewhere', 'none'] as const),
		[
			'Providers of models, embeddings and transcriptions',
			'what was sent to them: texts, masked as the policy says, images and audios',
			'nothing from here',
			'as the contract with the provider says',
		],
		[
			'Provedores de modelos, embeddings e transcrição',
			'o que foi enviado a eles: textos, mascarados conforme a política, imagens e áudios',
			'nada a partir daqui',
			'conforme o contrato com o provedor',
		],
	),
	place(
		...(['tools', 'elsewhere', 'none'] as const),
		['Tools, MCP servers and other agents', 'the arguments of calls', 'nothing from here', 'as each of them keeps it'],
		['Ferramentas, servidores MCP e outros agentes', 'os argumentos das chamadas', 'nada a partir daqui', 'enquanto cada um guardar'],
	),
	place(
		...(['subscribers', 'elsewhere', 'none'] as const),
		['Receivers of events', 'ids of contacts and conversations, keyed hashes', 'nothing from here', 'as each of them keeps it'],
		['Receptores de eventos', 'ids de contatos e conversas, pseudônimos', 'nada a partir daqui', 'enquanto cada um guardar'],
	),
	place(
		...(['traces', 'elsewhere', 'none'] as const),
		['Traces (OpenTelemetry)', 'ids and times; masked texts if they are switched on', 'the collector', 'as the collector keeps it'],
		['Rastros (OpenTelemetry)', 'ids e horários; textos mascarados, se ligados', 'o coletor', 'enquanto o coletor guardar'],
	),
	place(
		...(['vectors', 'elsewhere', 'none'] as const),
		['Chroma', 'vectors of documents', 'remove the document', 'until the document is removed'],
		['Chroma', 'vetores de documentos', 'exclua o documento', 'até o documento ser excluído'],
	),
];

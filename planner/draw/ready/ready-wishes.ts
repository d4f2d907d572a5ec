import type { Language } from '../../../core/base/text/languages';

/** A template that the package contains, told as a wish: short wishes that mean it are drawn from its sentences. */
export interface ReadyWish {
	/** Its folder in providers/compose/templates/ready. */
	template: string;
	/** Words by which people ask for it. */
	words: Record<Language, string>;
	text: Record<Language, string>;
}

export const readyWishes: ReadyWish[] = [
	{
		template: 'chatbot-team',
		words: {
			en: 'answer customers questions chat chatbot bot support service helpdesk messages whatsapp assistant faq',
			pt: 'responder clientes perguntas dúvidas chat chatbot bot suporte atendimento atender mensagens whatsapp assistente',
		},
		text: {
			en: 'When a customer writes a message, an agent reads the question. An agent answers the question. If the agent is not sure, the support team answers the question.',
			pt: 'Quando um cliente escreve uma mensagem, um agente lê a pergunta. Um agente responde a pergunta. Se o agente não tem certeza, o suporte responde a pergunta.',
		},
	},
	{
		template: 'ticket-classifier',
		words: {
			en: 'tickets ticket classify triage sort route prioritize issues complaints requests',
			pt: 'chamados chamado tickets classificar triagem triar priorizar reclamações solicitações encaminhar',
		},
		text: {
			en: 'When a ticket is received, an agent classifies the ticket. If the agent is not sure, the support team classifies the ticket. Assign the ticket to a queue.',
			pt: 'Quando chega um chamado, um agente classifica o chamado. Se o agente não tem certeza, o suporte classifica o chamado. Atribua o chamado a uma fila.',
		},
	},
	{
		template: 'meeting-notes',
		words: {
			en: 'meeting meetings notes minutes summarize summary transcript',
			pt: 'reunião reuniões ata atas notas resumir resumo transcrição',
		},
		text: {
			en: 'When the notes of a meeting arrive, an agent summarizes the notes with decisions and actions. The editors check the summary. Post the summary to Slack.',
			pt: 'Quando chegam as notas de uma reunião, um agente resume as notas com decisões e ações. A equipe revisa o resumo. Publique o resumo no Slack.',
		},
	},
	{
		template: 'standup-digest',
		words: { en: 'standup daily digest team updates status', pt: 'standup daily diária resumo time status atualizações' },
		text: {
			en: 'Every day at 9, fetch the updates of the team from Slack. An agent writes the digest. Post the digest to Slack.',
			pt: 'Todo dia às 9h, busque as atualizações do time no Slack. Um agente escreve o resumo. Publique o resumo no Slack.',
		},
	},
	{
		template: 'lead-enrichment',
		words: { en: 'lead leads enrich qualify prospects sales crm', pt: 'lead leads enriquecer qualificar prospects vendas crm' },
		text: {
			en: 'When a new lead arrives, look up the company of the lead. An agent qualifies the lead. Store the lead in the CRM.',
			pt: 'Quando chega um lead novo, busque a empresa do lead. Um agente qualifica o lead. Registre o lead no CRM.',
		},
	},
	{
		template: 'content-pipeline',
		words: {
			en: 'content article articles blog post posts newsletter marketing write publish',
			pt: 'conteúdo artigo artigos blog post posts newsletter marketing escrever publicar',
		},
		text: {
			en: 'An agent researches the topic. An agent writes a draft. An editor approves the draft. Publish the article on WordPress.',
			pt: 'Um agente pesquisa o tema. Um agente escreve um rascunho. Um editor aprova o rascunho. Publique o artigo no WordPress.',
		},
	},
	{
		template: 'data-analysis',
		words: {
			en: 'data analysis analyze spreadsheet csv figures report sales numbers',
			pt: 'dados análise analisar planilha csv números relatório vendas',
		},
		text: {
			en: 'When the file with the data arrives, read the data. An agent analyzes the data. An agent writes a report.',
			pt: 'Quando chega o arquivo com os dados, leia os dados. Um agente analisa os dados. Um agente escreve um relatório.',
		},
	},
	{
		template: 'pull-request-review',
		words: { en: 'pull request requests code review github merge', pt: 'pull request código revisão revisar github merge' },
		text: {
			en: 'When a pull request is opened, fetch the changes from GitHub. An agent reviews the changes. An engineer approves the comments. Post the comments to GitHub.',
			pt: 'Quando chega um pull request, busque as mudanças no GitHub. Um agente revisa as mudanças. A engenharia aprova os comentários. Publique os comentários no GitHub.',
		},
	},
];

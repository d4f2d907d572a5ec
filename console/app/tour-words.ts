import { defineWords } from '../words/words';

/** Targets of the tour: rooms, and the menu of the person. */
export const tourSteps = ['inbox', 'conversations', 'runs', 'processes', 'agents', 'knowledge', 'costs', 'menu'] as const;
export type TourStep = (typeof tourSteps)[number];

export const tourWords = defineWords(
	{
		tour: 'Tour',
		offer: 'New here? See in a minute where everything is.',
		take: 'Take the tour',
		notNow: 'Not now',
		next: 'Next',
		before: 'Previous',
		leave: 'Leave the tour',
		done: 'Done',
		count: (at: number, of: number) => `${at} of ${of}`,
		inboxTitle: 'Decide what waits',
		inbox: 'The inbox has everything that waits for you, what is due first at the top. Open an item, read what would happen, and decide.',
		conversationsTitle: 'Listen to customers',
		conversations: 'Who waits, what was said and why. Take a conversation over, answer by hand, or stop all agents.',
		runsTitle: 'Understand what an agent did',
		runs: 'Each run has its steps, its cost and why it ended. Faults are above the list: one line each, with their count.',
		processesTitle: 'See where things stand',
		processes: 'Each instance is on its diagram, live, with its incidents and variables. Choose an element to see what happened there.',
		agentsTitle: 'Know what may run',
		agents: 'Versions and who approved them, how well they do, and templates that are installed from here.',
		knowledgeTitle: 'Give agents their answers',
		knowledge: 'Add documents to collections, see what cannot be found and why, and which questions had no answer.',
		costsTitle: 'Keep an eye on cost',
		costs: 'What models cost, whose it is, and what is left of each budget.',
		menuTitle: 'Make it yours',
		menu: 'The menu with your name, at the top, has the language and the theme. This tour is there, too.',
	},
	{
		tour: 'Tour',
		offer: 'Primeira vez aqui? Veja em um minuto onde está tudo.',
		take: 'Fazer o tour',
		notNow: 'Agora não',
		next: 'Próximo',
		before: 'Anterior',
		leave: 'Sair do tour',
		done: 'Pronto',
		count: (at, of) => `${at} de ${of}`,
		inboxTitle: 'Decida o que espera',
		inbox:
			'A caixa de entrada tem tudo o que espera por você, com o que vence primeiro no alto. Abra um item, leia o que aconteceria e decida.',
		conversationsTitle: 'Ouça os clientes',
		conversations: 'Quem espera, o que foi dito e por quê. Assuma uma conversa, responda você mesmo ou pare todos os agentes.',
		runsTitle: 'Entenda o que um agente fez',
		runs: 'Cada execução tem seus passos, seu custo e por que terminou. As falhas ficam acima da lista: uma linha cada, com a contagem.',
		processesTitle: 'Veja em que pé está',
		processes:
			'Cada instância aparece no seu diagrama, ao vivo, com incidentes e variáveis. Escolha um elemento para ver o que aconteceu nele.',
		agentsTitle: 'Saiba o que pode executar',
		agents: 'As versões e quem as aprovou, como elas se saem, e modelos que se instalam daqui.',
		knowledgeTitle: 'Dê respostas aos agentes',
		knowledge: 'Adicione documentos às coleções, veja o que não se encontra e por quê, e quais perguntas ficaram sem resposta.',
		costsTitle: 'Fique de olho no custo',
		costs: 'Quanto os modelos custam, de quem é o custo e o que resta de cada orçamento.',
		menuTitle: 'Deixe do seu jeito',
		menu: 'O menu com o seu nome, no alto, tem o idioma e o tema. Este tour também está lá.',
	},
);

import { ask, type QuestionTexts } from './shape';

export const ptQuestions: QuestionTexts = {
	goal: (wish) =>
		ask(
			{
				id: 'goal',
				slot: 'goal',
				text: 'O que precisa ser feito, passo a passo? De preferência, uma frase ou linha para cada passo.',
				why: 'Todos os passos.',
			},
			wish,
			'Uma pessoa: olhar cada solicitação e responder',
			'Peça a um agente: responder cada solicitação',
		),
	trigger: () =>
		ask(
			{ id: 'trigger', slot: 'trigger', text: 'Como começa?', why: 'O início.' },
			'Uma pessoa preenche um formulário',
			'Chega uma mensagem',
			'Todo dia às 9h',
			'Uma pessoa inicia à mão',
		),
	approvals: () =>
		ask(
			{
				id: 'approvals',
				slot: 'approvals',
				text: 'Alguém precisa aprovar antes de algo que não se desfaz?',
				why: 'Uma tarefa de uma pessoa, e um fim para o que ela recusa.',
			},
			'Não, ninguém',
			'Sim, o gerente',
		),
	actors: () =>
		ask(
			{ id: 'actors', slot: 'actors', text: 'Quem faz as etapas de pessoas? Diga um cargo ou um grupo.', why: 'Quem recebe as tarefas.' },
			'Equipe',
			'Gerente',
			'Suporte',
		),
	data: () =>
		ask(
			{ id: 'data', slot: 'data', text: 'O que o formulário pergunta? Diga os campos.', why: 'Os campos do formulário.' },
			'Nome, email, solicitação',
			'Nome, valor, motivo',
		),
};

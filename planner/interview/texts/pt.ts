import { ask, ordered, type QuestionTexts } from './shape';

export const ptQuestions: QuestionTexts = {
	conflictOfStart: (starts) =>
		ask(
			{
				id: 'conflict-start',
				slot: 'trigger',
				text: `Você cita dois jeitos de começar: "${starts[0]}" e "${starts[1]}". Qual deles inicia o processo?`,
				why: 'O início.',
			},
			...starts,
		),
	conflictOfApproval: ([denial, demand]) =>
		ask(
			{
				id: 'conflict-approval',
				slot: 'approvals',
				text: `Você diz "${denial}", mas também: "${demand}". Uma pessoa aprova?`,
				why: 'Uma tarefa de pessoa, e um fim para o que for recusado.',
			},
			'Sim, uma pessoa aprova',
			'Não, ninguém aprova',
		),
	conflictOfPeople: (step) =>
		ask(
			{
				id: 'conflict-people',
				slot: 'actors',
				text: `Você diz que roda sem pessoas, mas "${step}" é feito por uma pessoa. Quem faz?`,
				why: 'Quem faz este passo.',
			},
			'Uma pessoa',
			'Um programa',
		),
	conflictOfStep: (step) =>
		ask(
			{
				id: 'conflict-step',
				slot: 'limits',
				text: `Você proíbe "${step}" em uma frase e pede em outra. É para fazer?`,
				why: 'Este passo.',
			},
			'Não, deixe de fora',
			'Sim, faça',
		),
	conflictOfBranches: (condition) =>
		ask(
			{
				id: 'conflict-branches',
				slot: 'decisions',
				text: `Você diz duas coisas diferentes para "${condition}". Qual vale?`,
				why: 'O que vem depois desta condição.',
			},
			'A primeira',
			'A segunda',
		),
	conflictOfTime: ({ wait, limit }) =>
		ask(
			{ id: 'conflict-time', slot: 'deadline', text: `"${wait}" demora mais que ${limit}. Qual vale?`, why: 'Quanto tempo se espera.' },
			`O limite de ${limit}`,
			'A espera',
		),
	impossible: (words) =>
		ask(
			{
				id: 'impossible',
				slot: 'limits',
				text: `Nenhum processo pode prometer isto: "${words}". O que fazer no lugar?`,
				why: 'Um passo que não pode ser feito como você diz.',
			},
			'Deixe de fora',
			'Uma pessoa olha e decide',
		),
	goal: (ready) =>
		ask(
			{
				id: 'goal',
				slot: 'goal',
				text: 'O que precisa ser feito, passo a passo? De preferência, uma frase ou linha para cada passo.',
				why: 'Todos os passos.',
			},
			...(ready === undefined ? [] : [ready]),
			'Uma pessoa olha cada solicitação e responde',
			'Um agente responde cada solicitação',
		),
	trigger: () =>
		ask(
			{ id: 'trigger', slot: 'trigger', text: 'Como começa?', why: 'O início.' },
			'Uma pessoa preenche um formulário',
			'Chega uma mensagem',
			'Todo dia às 9h',
			'Uma pessoa inicia à mão',
		),
	approvals: (step, isRisky) =>
		ask(
			{
				id: 'approvals',
				slot: 'approvals',
				text: `Alguém precisa aprovar antes de "${step}"?`,
				why: 'Uma tarefa de pessoa antes de algo que não se desfaz.',
			},
			...ordered(isRisky, 'Sim, o gerente', 'Não, ninguém'),
		),
	actors: (step) =>
		ask(
			{ id: 'actors', slot: 'actors', text: `Quem faz "${step}"? Diga um cargo ou um grupo.`, why: 'Quem recebe as tarefas.' },
			'Equipe',
			'Gerente',
			'Suporte',
		),
	sendBy: (step) =>
		ask(
			{ id: 'systems', slot: 'systems', text: `Por qual serviço se faz "${step}"?`, why: 'O programa que faz isso.' },
			'Qualquer um que sirva',
			'Email',
			'WhatsApp',
			'Slack',
			'Telegram',
		),
	storeIn: (step) =>
		ask(
			{ id: 'systems', slot: 'systems', text: `Em qual sistema se faz "${step}"?`, why: 'O programa que faz isso.' },
			'Qualquer um que sirva',
			'Google Sheets',
			'CRM',
			'ERP',
			'PostgreSQL',
		),
	decisions: (words) =>
		ask(
			{
				id: 'decisions',
				slot: 'decisions',
				text: `A partir de que valor vale "${words}"? Ou uma pessoa decide?`,
				why: 'A condição de um caminho.',
			},
			'Uma pessoa decide',
			'500',
			'1000',
			'5000',
		),
	data: () =>
		ask(
			{ id: 'data', slot: 'data', text: 'O que o formulário pergunta? Diga os campos.', why: 'Os campos do formulário.' },
			'Nome, email, solicitação',
			'Nome, valor, motivo',
		),
	undrawn: (sentences, forbids) =>
		ask(
			{
				id: 'undrawn',
				slot: 'limits',
				text: `Não entendi isto: ${sentences}. O que deve ser feito?`,
				why: 'Uma etapa para cada uma destas frases, ou nenhuma.',
			},
			...(forbids ? ['Uma pessoa confere se é cumprido', 'Não é preciso'] : ['Não é preciso', 'Uma pessoa faz']),
		),
	exceptions: (step) =>
		ask(
			{ id: 'exceptions', slot: 'exceptions', text: `O que acontece se "${step}" falhar de vez?`, why: 'O caminho depois de uma falha.' },
			'Uma pessoa assume',
			'O processo termina',
		),
	cannot: (words) => `Nenhum processo pode prometer isto: "${words}".`,
};

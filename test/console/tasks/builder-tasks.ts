import { hear, open, press, read, type Reader, write } from './task';

export const builder: Reader = {
	id: 'builder',
	title: ['Who builds agents', 'Quem constrói agentes'],
	rights: ['run:read', 'agent:run', 'registry:read', 'registry:approve', 'process:read', 'process:deploy'],
	tasks: [
		{
			id: 'failure',
			title: ['Why did my run fail?', 'Por que minha execução falhou?'],
			steps: [
				open(['Runs', 'Execuções']),
				open(['failed 1', 'falhou 1']),
				open('researcher…', { row: 'MODEL_AUTHENTICATION' }),
				read(['A fault ended it (MODEL_AUTHENTICATION).', 'Terminou com uma falha (MODEL_AUTHENTICATION).']),
			],
		},
		{
			id: 'cost',
			title: ['What did a run cost, and which of its steps?', 'Quanto custou uma execução, e qual de seus passos?'],
			steps: [
				open(['Runs', 'Execuções']),
				open('clerk…', { row: ['completed', 'concluída'] }),
				read(['Cost by step', 'Custo por passo']),
				read(['1,200 in, 34 out', '1.200 de entrada, 34 de saída']),
				read(['$0.0027', 'US$ 0,0027']),
			],
		},
		{
			id: 'compare',
			title: ['How do two runs differ?', 'Em que duas execuções diferem?'],
			steps: [
				open(['Runs', 'Execuções']),
				press('checkbox', ['Choose clerk…', 'Escolher clerk…']),
				press('checkbox', ['Choose researcher…', 'Escolher researcher…']),
				press('button', ['Compare', 'Comparar']),
				read(['Compare runs', 'Comparar execuções']),
				read(['Different', 'Diferente']),
			],
		},
		{
			id: 'template',
			title: ['Try a template', 'Experimentar um modelo de processo'],
			steps: [
				open(['Agents', 'Agentes']),
				open(['Templates', 'Modelos']),
				open('ticket-classifier'),
				write('{company}', 'Name of the company'),
				press('button', ['Install on this service', 'Instalar neste serviço']),
				read('agents/ticket-classifier/agent.json'),
				press('button', ['Install', 'Instalar']),
				hear(['Support ticket classifier 1.0.0 is installed.', 'Support ticket classifier 1.0.0 está instalado.']),
			],
		},
	],
};

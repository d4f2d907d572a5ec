import { defineWords } from '../../words/words';

export const questionWords = defineWords(
	{
		...{ period: 'Period', day: 'last day', week: 'last 7 days', month: 'last 30 days', questions: 'Questions' },
		...{ searched: 'Messages that searched it', unanswered: 'Without an answer', share: 'Share' },
		list: 'Questions without an answer',
		...{ question: 'Question', why: 'Why', agent: 'Agent', channel: 'Where', when: 'When', run: 'The run' },
		...{ nothing: 'Nothing was found.', notCovered: 'Nothing was found, or what was found does not have the answer.' },
		...{ show: 'Show the question', tryIt: 'Try it' },
		notKept: 'The words of this run are not kept: your company decided so, or its time is over.',
		none: 'Each message found an answer.',
		noneYet: 'No agent has searched this collection in this time.',
		noneYetHelp:
			'An agent names it in its definition. Messages of tests are not counted, nor what you try here, nor runs from before Troupe was updated to count them.',
		since: (time: string) =>
			`Counted since ${time}, when the first of these runs began: runs from before Troupe was updated to count them, or that are no longer kept, are in no number.`,
		part: (count: string) => `more than ${count}`,
		askRuns: 'To see which questions they are, you need the right to read runs (run:read).',
		advice: 'Add a document with the answer, or try the question to see what is found.',
		showOf: (run: string) => `Show the question of run ${run}`,
	},
	{
		...{ period: 'Período', day: 'último dia', week: 'últimos 7 dias', month: 'últimos 30 dias', questions: 'Perguntas' },
		...{ searched: 'Mensagens que buscaram nela', unanswered: 'Sem resposta', share: 'Proporção' },
		list: 'Perguntas sem resposta',
		...{ question: 'Pergunta', why: 'Por quê', agent: 'Agente', channel: 'Onde', when: 'Quando', run: 'A execução' },
		...{ nothing: 'Nada foi encontrado.', notCovered: 'Nada foi encontrado, ou o que se encontrou não traz a resposta.' },
		...{ show: 'Mostrar a pergunta', tryIt: 'Testar' },
		notKept: 'As palavras desta execução não são guardadas: sua empresa decidiu assim, ou o prazo acabou.',
		none: 'Cada mensagem encontrou uma resposta.',
		noneYet: 'Nenhum agente buscou nesta coleção nesse período.',
		noneYetHelp:
			'Um agente usa o nome dela na definição. Mensagens de testes não contam, nem o que você testa aqui, nem execuções de antes de o Troupe ser atualizado para contá-las.',
		since: (time) =>
			`Contadas desde ${time}, quando começou a primeira destas execuções: as de antes de o Troupe ser atualizado para contá-las, ou que já não se guardam, não estão em nenhum número.`,
		part: (count) => `mais de ${count}`,
		askRuns: 'Para ver quais são as perguntas, você precisa do direito de ler execuções (run:read).',
		advice: 'Adicione um documento com a resposta, ou teste a pergunta para ver o que se encontra.',
		showOf: (run) => `Mostrar a pergunta da execução ${run}`,
	},
);

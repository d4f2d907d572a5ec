import { defineWords, plural } from '../../../words/words';

export const evaluationWords = defineWords(
	{
		...{ evaluationsByDay: 'Cases of sets that passed', difference: 'Since the last', start: 'Evaluate now', set: 'Set of cases' },
		lead: 'The cases are played from their recordings: no model is asked, and no tool is called. The result joins the history.',
		setHelp: (kinds: string) => `Published, beside the agent as ID.eval.yaml, or one that comes with Troupe: ${kinds}.`,
		running: (done: number, total: number) => `${done} of ${plural(total, 'case', 'cases')} done.`,
		...{ begun: 'The evaluation has begun.', goesOn: 'It goes on if you leave the page.', cancel: 'Cancel it' },
		...{ result: 'Result', again: 'Evaluate again', over: 'The evaluation is over.' },
		passed: (passed: number, all: number) => `${passed} of ${plural(all, 'case', 'cases')} passed.`,
		left: (count: number) => `${plural(count, 'case was', 'cases were')} answered by the set itself, and do not count.`,
		notRun: (count: number) => `${plural(count, 'case', 'cases')} could not run, and do not count.`,
		worse: (version: string, passed: number, cases: number) => `Worse than ${version}: ${passed} of ${cases} passed then.`,
		notWorse: 'Not worse than the result before it.',
		failedCases: 'Cases that did not pass',
	},
	{
		...{
			evaluationsByDay: 'Casos de conjuntos que passaram',
			difference: 'Desde a última',
			start: 'Avaliar agora',
			set: 'Conjunto de casos',
		},
		lead: 'Os casos são reproduzidos a partir das gravações: nenhum modelo é consultado, e nenhuma ferramenta é chamada. O resultado entra no histórico.',
		setHelp: (kinds) => `Publicado, ao lado do agente como ID.eval.yaml, ou um que vem com o Troupe: ${kinds}.`,
		running: (done, total) => `${done} de ${plural(total, 'caso feito', 'casos feitos')}.`,
		...{ begun: 'A avaliação começou.', goesOn: 'Ela continua se você sair da página.', cancel: 'Cancelar' },
		...{ result: 'Resultado', again: 'Avaliar de novo', over: 'A avaliação terminou.' },
		passed: (passed, all) => `${passed} de ${plural(all, 'caso passou', 'casos passaram')}.`,
		left: (count) => `${plural(count, 'caso foi respondido', 'casos foram respondidos')} pelo próprio conjunto e não contam.`,
		notRun: (count) => `${plural(count, 'caso não pôde', 'casos não puderam')} ser executados e não contam.`,
		worse: (version, passed, cases) => `Pior que a ${version}: naquela, ${passed} de ${cases} passaram.`,
		notWorse: 'Não é pior que o resultado anterior.',
		failedCases: 'Casos que não passaram',
	},
);

export const buildWords = {
	en: {
		start: 'Started',
		done: 'Done',
		ended: 'Ended',
		round: 'Next round',
		roundDone: 'Round done',
		limit: 'Limit reached?',
		yes: 'yes',
		no: 'no',
		otherwise: 'Nothing of it?',
		answered: 'Answered?',
		forPerson: 'for a person',
		failed: 'Failed',
		byPerson: (name: string) => `${name}, by a person`,
		after: (duration: string) => `After ${duration}`,
		at: (date: string) => `At ${date}`,
		message: (name: string) => `Message ${name}`,
		signal: (name: string) => `Signal ${name}`,
		onePerLine: 'One entry per line.',
		group: 'operations',
		byHand: 'Nothing here does this yet: do it by hand.',
		needs: 'What is needed',
		reason: 'Why',
		alternatives: 'Other ways',
		empty: 'none',
	},
	pt: {
		start: 'Iniciado',
		done: 'Concluído',
		ended: 'Encerrado',
		round: 'Próxima rodada',
		roundDone: 'Rodada concluída',
		limit: 'Limite atingido?',
		yes: 'sim',
		no: 'não',
		otherwise: 'Nada disso?',
		answered: 'Respondido?',
		forPerson: 'para uma pessoa',
		failed: 'Falhou',
		byPerson: (name: string) => `${name}, por uma pessoa`,
		after: (duration: string) => `Após ${duration}`,
		at: (date: string) => `Em ${date}`,
		message: (name: string) => `Mensagem ${name}`,
		signal: (name: string) => `Sinal ${name}`,
		onePerLine: 'Uma entrada por linha.',
		group: 'operacoes',
		byHand: 'Nada aqui faz isto ainda: faça à mão.',
		needs: 'O que é preciso',
		reason: 'Por quê',
		alternatives: 'Outras formas',
		empty: 'nenhum',
	},
} as const;

export type BuildWords = (typeof buildWords)[keyof typeof buildWords];

const units = {
	en: { Y: 'year', M: 'month', W: 'week', D: 'day', H: 'hour', m: 'minute', S: 'second' },
	pt: { Y: 'ano', M: 'mês', W: 'semana', D: 'dia', H: 'hora', m: 'minuto', S: 'segundo' },
};

/** `PT2H` becomes `2 hours`. Anything else stays as it is. */
export function sayDuration(duration: string, language: 'en' | 'pt'): string {
	const match = /^P((?:\d+[YMWD])*)(?:T((?:\d+[HMS])+))?$/i.exec(duration.trim());
	if (!match) return duration;
	const parts = [...listParts(match[1] ?? '', false), ...listParts(match[2] ?? '', true)];
	return parts.map(([count, unit]) => `${count} ${say(count, unit, language)}`).join(' ');
}

type Unit = keyof (typeof units)['en'];

const listParts = (text: string, isTime: boolean): Array<[number, Unit]> =>
	[...text.toUpperCase().matchAll(/(\d+)([YMWDHS])/g)].map(([, count, unit]) => [Number(count), (isTime && unit === 'M' ? 'm' : unit) as Unit]);

function say(count: number, unit: Unit, language: 'en' | 'pt'): string {
	const word = units[language][unit];
	if (count === 1) return word;
	return word === 'mês' ? 'meses' : `${word}s`;
}

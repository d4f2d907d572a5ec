import { createNumberSamples } from '../brazil-samples';
import type { Chance } from '../sample';

/** By whole numbers, apart from the recogniser's own remainder. */
const checkDigits = (rest: string): string => String(98n - ((BigInt(rest) * 100n) % 97n)).padStart(2, '0');

/** Branches of the judiciary with how many courts each has; superior courts have the number 00. */
const courts: ReadonlyArray<readonly [branch: number, first: number, last: number]> = [
	[8, 1, 27],
	[8, 1, 27],
	[8, 26, 26],
	[5, 1, 24],
	[4, 1, 6],
	[6, 1, 27],
	[3, 0, 0],
	[9, 13, 13],
];

function makeCase(chance: Chance): string {
	const [branch, first, last] = chance.pick(courts);
	const court = String(first + chance.below(last - first + 1)).padStart(2, '0');
	const [number, year, unit] = [chance.digits(7), String(1998 + chance.below(29)), chance.digits(4)];
	return `${number}${checkDigits(`${number}${year}${branch}${court}${unit}`)}${year}${branch}${court}${unit}`;
}

export const samples = createNumberSamples({
	type: 'BR_CNJ',
	make: makeCase,
	isRight: (digits) => digits.slice(7, 9) === checkDigits(digits.slice(0, 7) + digits.slice(9)),
	forms: [
		'0000000-00.0000.0.00.0000',
		'0000000-00.0000.0.00.0000',
		'00000000000000000000',
		'0000000-00.0000.000.0000',
		'0000000.00.0000.0.00.0000',
		'0000000 00 0000 0 00 0000',
	],
	wording: {
		labels: [
			'processo',
			'Processo',
			'processo judicial',
			'número do processo',
			'nº CNJ',
			'autos',
			'Autos',
			'PROCESSO',
			'processo trabalhista',
			'court case',
			'case number (CNJ)',
			'lawsuit',
		],
		keys: ['processo', 'numero_processo', 'numeroProcesso', 'nr_cnj', 'num_processo', 'court_case', 'lawsuit.number'],
		sentences: [
			'Autos n. {}, 3ª Vara Cível da Comarca de Campinas',
			'PODER JUDICIÁRIO\nTRIBUNAL DE JUSTIÇA DO ESTADO DE SÃO PAULO\nProcesso Digital nº: {}\nClasse - Assunto: Procedimento Comum',
			'Nos autos da ação de execução {} que lhe move o Banco, vem requerer',
			'meu processo contra a companhia aérea é o {}, tem novidade?',
			'Agravo de Instrumento nº {}, Rel. Des. Souza, j. 12/03/2024',
			'Intimação: fica a parte autora intimada no processo {} a recolher custas no prazo de 15 dias',
			'TRT 15ª Região - Reclamação Trabalhista {} - Reclamante: J. S.',
			'Distribuído por dependência ao processo {}',
			'audiência do {} foi remarcada pra 14h30',
			'Apelação Cível {} (2ª Câmara)',
			'número único {} no PJe',
			'Habeas Corpus {} - DF',
			'oi dra, saiu sentença no {}?',
			'The lawsuit was filed under {} in São Paulo',
			'our counsel says case {} will be heard in May',
			'Ref.: {} - Cumprimento de sentença',
		],
	},
});

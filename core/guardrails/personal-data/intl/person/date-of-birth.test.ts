import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/date-of-birth';
import { findPersonalData } from '../../find-personal-data';
import { dateOfBirth } from './date-of-birth';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'DATE_OF_BIRTH')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'Data de nascimento: «12/03/1985»',
	'nascido em «12/03/1985»',
	'DN: «12/03/85»',
	'DOB «1985-03-12»',
	'DOB (MM/DD/YYYY): «03/25/1985»',
	'born on «March 3rd, 1985» in Boston',
	'Born in Boston on «12 March 1985»',
	'nascida em São Paulo, aos «12 de março de 1985»',
	'"birthDate": "«1985-03-12»T00:00:00Z"',
	'dataNascimento=«19850312»',
	'data_nasc «12031985»',
	'Dt. Nasc.: «12.03.1985»',
	'aniversário da Ana: «12/03/1985»',
	'«12/03/1985» é minha data de nascimento',
	'Emissão: 10/01/2020 Nascimento: «12/03/1985»',
	'My birthday is «May 4, 1990»',
	'D.O.B.: «4 May 1990»',
	'nasci em «1º de maio de 1990»',
	'NASCIMENTO «l2/O3/1985»',
	'nome;nascimento;cidade\nMaria;«12/03/1985»;Santos',
	'nasc «12 03 1985»',
	'Data de nascimento | «12/03/\n1985»',
	'nascimento «12-mar-85»',
	'DATA DE NASCIMENTO DO TITULAR «12/03/1985» CPF 529.982.247-25',
	'nascimento «１２/０３/１９８５»',
	'nasc. «12\u2011\u200B03-1985»',
	"my dob's «12/03/1985»",
	'aniversariante: Ana «12/03/1985»',
	'nome,data_nascimento\nAna,«04.01.1972»\nJoe,«17/08/88»',
	'minha mãe nasceu em «12/03/1955» e meu pai em «05/06/1950»',
	'DOBs: «01/02/1980»',
	"INSERT INTO p (id, nascimento) VALUES (1, '«1986-12-01»')",
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'Nascimento: não informado\nCadastro: 12/03/2020',
	'Certidão de nascimento emitida em 12/03/2020',
	'Validade 12/03/2030',
	'Feliz aniversário! A festa é dia 12/03/2024',
	'nascido em Campinas e admitido em 12/03/2010',
	'Nasc. 31/02/1985',
	'consulta em 12/03/1985',
	'pedido de 12/03/2024',
	'nascimento 12/13/1799',
	'data: 12/03/1985',
	'nascimento previsto para 12/03/2099',
	'DN 100 mm',
	'born in 1985',
	'aniversário da empresa: 12/03/1985',
	'ISO 1985-03-12',
	'vencimento 12/03/1985, nascimento em branco',
	'nota 12.03.1985',
	'birthday party on 12/03/2090',
	'a empresa nasceu em 12/03/1999',
	'the company was born on 12/03/1999',
	'nascida e criada em Santos desde 12/03/1990',
	'Registro de nascimento lavrado em 12/03/1985',
	'birthday: null, created: 2020-01-01',
	'nasci no Recife e meu casamento foi em 05/06/1990',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(dateOfBirth.partialMask('12/03/1985')).toBe('**/**/1985');
	expect(dateOfBirth.partialMask('12 de março de 1985')).toBe('** de ***** de 1985');
	expect(found('nascimento **/**/1985')).toEqual([]);
});

test('recognizes a value in another spelling', () => {
	expect(dateOfBirth.canonical('12/03/1985')).toBe(dateOfBirth.canonical('1985-03-12'));
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.98);
	expect(precision).toBeGreaterThan(0.99);
});

import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-matricula-imovel';
import { findPersonalData } from '../../find-personal-data';
import { brMatriculaImovel } from './br-matricula-imovel';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_MATRICULA_IMOVEL')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'matrícula nº «12.345» do 2º Registro de Imóveis',
	'matrícula do imóvel: «12345»',
	'matrículas nºs «12.345», «12.346» e «12.347» do 2º RI de Campinas',
	'apartamento objeto da matrícula «98.765» do CRI',
	'property registration no. «12.345»',
	'registration number «12,345» of the 2nd real estate registry',
	'"matricula_imovel": "«12345»"',
	'«12.345» (matrícula do imóvel)',
	'imóvel matriculado sob o nº «123.456»',
	'Matrícula imobiliária «45678»',
	'mat. «12.345» do 1º Ofício de Registro de Imóveis',
	'terreno, matrícula «8.901», Livro 2',
	'o imóvel de matrícula M-«12.345» foi vendido',
	'matrícula «１２．３４５» do Cartório de Registro de Imóveis',
	'matrícula nº «12.\u200B345» do RGI',
	'MATRÍCULA Nº «12.345» - OFICIAL DE REGISTRO DE IMÓVEIS',
	'land registry number «45678»',
	'casa com matrícula «3.210» no registro de imóveis',
	'R.3/«12.345» do 2º RI',
	'matrícula do imóvel «l39.272»',
	'matrícula do imóvel nº «215.\n058»',
	"INSERT INTO cad (id, matricula_imovel) VALUES (3, '«84.149»');",
	'confira «158.107», que é a matrícula do imóvel',
	'<td>matrícula do imóvel</td><td>«9712»</td>',
	'No campo matrícula do imóvel do formulário escrevi «275.015»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'matrícula do aluno 12345',
	'servidor matrícula 12345',
	'a matrícula 123456 do funcionário',
	'matrícula funcional 98765',
	'matrícula 12345',
	'matrícula SIAPE 1234567',
	'matrícula 111138.2.0026172-96 do RI',
	'taxa de matrícula R$ 350,00',
	'matrícula de 2024 no curso',
	'o imóvel custa 12.345',
	'Registro de Imóveis, telefone 3131-0100',
	'matrícula escolar 4567',
	'matrícula em 12/03/2024 no cartório',
	'registration number 12345 of the vehicle',
	'imóvel sem matrícula, 3 quartos',
	'12.345 imóveis',
	'aluna Ana, matrícula 20231234, mora em apartamento',
	'matrícula do imóvel; 12345 é o protocolo',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brMatriculaImovel.partialMask('12.345')).toBe('12.***');
	expect(found('matrícula do imóvel 12.***')).toEqual([]);
});

test('recognizes a value in another spelling', () => {
	expect(brMatriculaImovel.canonical('12.345')).toBe(brMatriculaImovel.canonical('12345'));
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.98);
});

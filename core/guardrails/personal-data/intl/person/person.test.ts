import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/person';
import { findPersonalData } from '../../find-personal-data';
import { person } from './person';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text, { types: ['PERSON'] })
		.filter(({ type }) => type === 'PERSON')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'meu nome é «Maria da Silva» e preciso de ajuda',
	'Meu nome é «maria da silva», tudo bem?',
	'MEU NOME É «JOÃO DE SOUZA» E PRECISO DE AJUDA',
	'me chamo «Ana»',
	'Sou a «Maria da Silva»',
	'Sr. «João» pediu',
	'Dr(a). «Ana Paula Lima»',
	"o Dr. «José D'Ávila» atende",
	'Atenciosamente,\n«João Pereira»\nGerente',
	'Best regards,\n«John Smith»',
	'name: «John von Neumann»',
	'"nome": "«Ana Lima»", "cidade": "Recife"',
	'Paciente: «MARIA DE FATIMA» CPF 529.982.247-25',
	'titular: «José Carlos»',
	"my name is «Mary-Jane O'Connor».",
	'Dear Mr. «Smith»,',
	'Dear «John»,',
	'«Ana Lima», brasileira, casada, portadora do RG',
	'eu, «Pedro Alves», declaro',
	'Oi «Maria», tudo bem?',
	"I'm «John» and I need help",
	'cliente «João da Silva» ligou',
	'nome da mãe: «Tereza de Jesus»',
	"Hello, I'm «Sarah Connor»",
	'dr «joão» me atendeu',
	'Thanks,\n«Mike»',
	'NOME\n«ANA LIMA SOUZA»',
	'Titular da conta: «Sebastião Salgado Filho»',
	'nome;cpf\n«Ana Lima»;529.982.247-25',
	'From: «Peter Parker» <peter@example.com>',
	'<name>«Ana Lima»</name>',
	'pode falar com minha mãe, «Rosa Maria», depois',
	'Prezada Dra. «Ângela Dias»,',
	'name: «J. R. Tolkien»',
	'full_name=«Ana Lima»&x=1',
	'Sra. «Ma\u200Bria Silva»',
	'Atenciosamente,\n«Fulano de Tal»',
	'my name is «Joa\u0303o»',
	'nome: «Ana Lima e Silva»',
	'nome: «Ana Lima» e Pedro Souza',
	'Dr «Thiago Ferreira» CRM 1234',
	'procurador «João Prado»',
	'Responsável legal: «João da Conceição»',
	'Inquilino: «Pedro Gonçalves»',
	'Recebido por: «Ana Ferreira»',
	'Payee: «Emily McDonald»',
	'esposa: «Ana Oliveira»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'sou o gerente da loja',
	'sou a favor disso',
	'Atenciosamente,\nEquipe de Suporte',
	'nome: Acme Ltda',
	'Dear Customer,',
	'Dear Hiring Manager',
	'Rua Dr. João Pessoa, 123',
	'file name: Report',
	'user name: Admin',
	'company name: Silva',
	'cidade: São Paulo',
	'Oi pessoal',
	'Hello World',
	"I'm Brazilian",
	'Hospital Dr. Carlos Lima',
	'Banco do Brasil, cliente desde 2010',
	'o cliente Banco Itaú',
	'Nome da empresa: Ana Modas',
	'Seu pedido chegou',
	'This is Important',
	'contratante: Construtora Silva Ltda',
	'o CLIENTE LIGOU RECLAMANDO',
	'Maria da Silva foi ao mercado',
	'Regards,\nSales Team',
	'Exmo. Sr. Dr. Juiz de Direito',
	'em nome da Empresa Alfa',
	'Nome fantasia: Bar do Zé',
	"It's Monday",
	'De: São Paulo Para: Manaus',
	'Caro Consumidor',
	'Cliente Premium Plus',
	'Responsável: TI',
	'Réu: Estado de São Paulo',
	'Paciente: Masculino',
	'job name: Nightly Build',
	'Emitente: Alfa Comércio Ltda',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(person.partialMask('Maria da Silva')).toBe('M*** da S***');
	expect(person.partialMask("J. D'Ávila")).toBe('J*** D***');
	expect(found('Sra. M*** da S***')).toEqual([]);
});

test('recognizes a value in another spelling', () => {
	expect(person.canonical('MARIA DA SILVA')).toBe(person.canonical('María  da Silva'));
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300, { types: ['PERSON'] });
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.97);
});

test('is off unless it is selected', () => expect(findPersonalData('my name is Ana Lima')).toEqual([]));

import { columnInserted, headingAbove } from './table-heading';

/** Returns the heading of the marked cell. */
const heading = (marked: string) => {
	const start = marked.indexOf('«');
	const end = marked.indexOf('»') - 1;
	const text = marked.replace(/[«»]/g, '');
	const found = headingAbove(text, start, end);
	return found && text.slice(found.start, found.end).trim();
};

test.each([
	['nome;rg;cidade\nAna;«1234567»;Recife', 'rg'],
	['id,"cpf",total\r\n1,"«529»",10', '"cpf"'],
	['| Nome | RG |\n|------|----|\n| Ana | «1234567» |', 'RG'],
	['rg\tnome\n«1234567»\tAna', 'rg'],
	['nome;rg\nAna;1\nLia;2\nBia;«3»', 'rg'],
])('finds the heading of the column in %j', (text, expected) => expect(heading(text)).toBe(expected));

test.each([
	'rg «1234567»',
	'rg, nome\no «1234567» é meu',
	'nome\nAna;«1234567»',
	'Lista de RG\n«1234567»',
	`rg;nome\n${'x'.repeat(300)};a\n«1»;b`,
])('finds none in %j', (text) => expect(heading(text)).toBeUndefined());

test.each([
	["INSERT INTO t (id, cpf) VALUES (3, '«529»')", 'cpf'],
	["insert into t(nome, rg) values ('Lia, a tia', '1'), ('Bia', «2»)", 'rg'],
	["INSERT INTO t (id, cpf) VALUES (3, f('«529»'))", undefined],
	["f(id, cpf) (3, '«529»')", undefined],
	["INSERT INTO t (id) VALUES (3, '«529»')", undefined],
	[`INSERT INTO t (cpf, ${'nome, '.repeat(20)}rg) VALUES ('«529»')`, undefined],
])('finds the column that is filled in %j', (marked, expected) => {
	const text = marked.replace(/[«»]/g, '');
	const found = columnInserted(text, marked.indexOf('«'));
	expect(found && text.slice(found.start, found.end).trim()).toBe(expected);
});

import { headingAbove } from './table-heading';

/** The heading of the cell that is marked. */
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
])('finds what heads the column in %j', (text, expected) => expect(heading(text)).toBe(expected));

test.each([
	'rg «1234567»',
	'rg, nome\no «1234567» é meu',
	'nome\nAna;«1234567»',
	'Lista de RG\n«1234567»',
	`rg;nome\n${'x'.repeat(300)};a\n«1»;b`,
])('finds none in %j', (text) => expect(heading(text)).toBeUndefined());

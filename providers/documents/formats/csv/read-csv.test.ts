import fc from 'fast-check';
import { readCsv } from './read-csv';
import { slowTest } from '../../../../test/support/slow-tests';

const readText = (csv: string | Buffer) => {
	const reading = readCsv(Buffer.from(csv as string));
	return reading.kind === 'read' ? reading.document.text : reading;
};

describe('a table', () => {
	it('gives each row its header', () =>
		expect(readText('Name,City,Days\nAda,Recife,12\nBruno,,7\n')).toBe('Name: Ada\nCity: Recife\nDays: 12\n\nName: Bruno\nDays: 7'));

	it.each([
		['semicolons', 'Nome;Valor\nFrete;1.234,50\nSeguro;12,00\n', 'Nome: Frete\nValor: 1.234,50\n\nNome: Seguro\nValor: 12,00'],
		['tabs', 'a\tb\r\nx, y\t2\r\n', 'a: x, y\nb: 2'],
		['bars', 'a|b\nx|2', 'a: x\nb: 2'],
		['lines that end with CR alone', 'Nome;Valor\rFrete;1,50\rSeguro;2,00\r', 'Nome: Frete\nValor: 1,50\n\nNome: Seguro\nValor: 2,00'],
		['commas in quotes', '"a,b";c\n"1,2,3,4";2\n', 'a,b: 1,2,3,4\nc: 2'],
	])('is read with %s', (_name, csv, text) => expect(readText(csv)).toBe(text));

	it('is parted by semicolons, however many figures have commas and however many fields are missing', () =>
		expect(readText('Nome;Preço;Obs\n"Café; forte";3,50;"bom"\nChá;2,00\nSuco;4,00;bom;extra\n')).toBe(
			'Nome: Café; forte\nPreço: 3,50\nObs: bom\n\nNome: Chá\nPreço: 2,00\n\nNome: Suco\nPreço: 4,00\nObs: bom\nColumn 4: extra',
		));

	it.each([
		['a first line that says what parts the fields', 'sep=;\nA;B\n1,5;2\n3,5;4\n', 'A: 1,5\nB: 2\n\nA: 3,5\nB: 4'],
		[
			'a title above',
			'Sales by region\n\nRegion,Q1\nNorth,1\nSouth,3\n',
			'Sales by region\n\nRegion: North\nQ1: 1\n\nRegion: South\nQ1: 3',
		],
		['columns named by years', 'name,2024,2025\nNorth,10,12\n', 'name: North\n2024: 10\n2025: 12'],
		['quotes behind a space', 'Name, City\nAna, "Porto, PT"\n', 'Name: Ana\nCity: Porto, PT'],
		['empty first fields between tabs', 'a\tb\n\tx\n1\t\n', 'b: x\n\na: 1'],
	])('may have %s', (_name, csv, text) => expect(readText(csv)).toBe(text));

	it.each<[string, string, string]>([
		['a byte order mark before quotes (thephpleague/csv#586)', '\ufeff"a,b",c\n1,2\n', 'a,b: 1\nc: 2'],
		[
			'a line break in quotes (AndreaBozzo/dataprof#423)',
			'id,comment\n1,"line one\nline two"\n2,"normal"\n3,"has ""quotes"" inside"\n',
			'id: 1\ncomment: line one\n  line two\n\nid: 2\ncomment: normal\n\nid: 3\ncomment: has "quotes" inside',
		],
		[
			'semicolons, and a line break in quotes (yakew7/Fair-Code#440)',
			'sex;age;notes\nM;25;"single line"\nF;30;"multi\nline note"\nM;45;"ok"\n',
			'sex: M\nage: 25\nnotes: single line\n\nsex: F\nage: 30\nnotes: multi\n  line note\n\nsex: M\nage: 45\nnotes: ok',
		],
		[
			'several line breaks and commas in quotes (mholt/PapaParse#681)',
			'one;two;three\n1;2;"F\ni,e,l,d\n,3"\n',
			'one: 1\ntwo: 2\nthree: F\n  i,e,l,d\n  ,3',
		],
		[
			'lists with commas between semicolons (python/cpython#119123)',
			"id;cost;group\n1;62.25;['345']\n4;46.50;['112', '112']\n",
			"id: 1\ncost: 62.25\ngroup: ['345']\n\nid: 4\ncost: 46.50\ngroup: ['112', '112']",
		],
		[
			'spaces within its values (python/cpython#88843)',
			"name,quote\nAna,'to be or not'\nBob,'that is it'\n",
			"name: Ana\nquote: 'to be or not'\n\nname: Bob\nquote: 'that is it'",
		],
		['separators in quotes of its header (remcostoeten/dora#232)', '"a;b;c","d"\n1,2\n3,4\n', 'a;b;c: 1\nd: 2\n\na;b;c: 3\nd: 4'],
	])('is read with %s', (_name, csv, text) => expect(readText(csv)).toBe(text));

	it('keeps a line break within a value in its paragraph', () =>
		expect(readText('Question,Answer\n"What, now?","First.\n\nThen ""second""."\n')).toBe(
			'Question: What, now?\nAnswer: First.\n  Then "second".',
		));

	it.each([
		['figures', '1,Ada\n2,Bruno\n'],
		['a value that comes again', 'Ada,Recife\nBruno,Recife\n'],
		['one value only, which comes again', 'sim,sim\nsim,não\n'],
		['a date', '2026-01-02,Ada\n2026-01-03,Bruno\n'],
	])('has no header where its first row holds %s', (_name, csv) => expect(readText(csv)).toMatch(/^Column 1: .*\nColumn 2: /));

	it.each([
		['names whose number is taken (visgl/loaders.gl#1355)', 'A,B,A,A 2,A\nv,1,y,z,w\n', 'A: v\nB: 1\nA 3: y\nA 2: z\nA 4: w'],
		['a column apart (C2FO/fast-csv#105)', 'a,b,a\na1,b1,a11\n', 'a: a1\nb: b1\na 2: a11'],
		['two languages alike (swiftcsv/SwiftCSV#134)', 'en,comment,de,en\nOne,,Eins,Uno\n', 'en: One\nde: Eins\nen 2: Uno'],
		['between semicolons (dotnet/machinelearning#6182)', 'Target;Target;day\n5;6;7\n', 'Target: 5\nTarget 2: 6\nday: 7'],
		['between others (GetDKAN/dkan#3627)', 'c1,c2,c2,c4\n1,2,3,4\n', 'c1: 1\nc2: 2\nc2 2: 3\nc4: 4'],
		['figures', 'nome,telefone,telefone\nAna,111,222\n', 'nome: Ana\ntelefone: 111\ntelefone 2: 222'],
		['words', 'name;comment;comment\nAna;good;fast\n', 'name: Ana\ncomment: good\ncomment 2: fast'],
		['first columns (mafintosh/csv-parser#224)', 'a,a,b\n1,2,3\n', 'a: 1\na 2: 2\nb: 3'],
		['a name that is taken (mholt/PapaParse#982)', 'c;c;c;c 2\n1;2;3;4\n', 'c: 1\nc 3: 2\nc 4: 3\nc 2: 4'],
		['the case of the letters', 'Id\tE-mail\te-mail\n1\ta@x\tb@x\n', 'Id: 1\nE-mail: a@x\ne-mail 2: b@x'],
		['nothing but one name, since its rows are not like it', 'x,x\n1,2\n', 'x: 1\nx 2: 2'],
		['the same between tabs (d3/d3-dsv#91)', 'bar\tbar\n1\t2\n', 'bar: 1\nbar 2: 2'],
		['rows with equal figures', 'name,phone,phone\nAna,111,111\n', 'name: Ana\nphone: 111\nphone 2: 111'],
		['rows with equal addresses', 'mail,mail\na@x.org,a@x.org\n', 'mail: a@x.org\nmail 2: a@x.org'],
		[
			'columns without a name too (ruby/csv#206)',
			'dupe,dupe,,,regular\n1,2,3,4,5\n',
			'dupe: 1\ndupe 2: 2\nColumn 3: 3\nColumn 4: 4\nregular: 5',
		],
	])('numbers names that repeat: %s', (_name, csv, text) => expect(readText(csv)).toBe(text));

	it('has no header where its rows repeat values as the first one does', () =>
		expect(readText('Ana,São Paulo,São Paulo\nRui,Porto,Porto\n')).toMatch(/^Column 1: Ana\n/));

	it('names a column that has no name by its place', () => expect(readText(',Name\nx,Ada\n')).toBe('Column 1: x\nName: Ada'));
	it('takes a row of more columns than the header', () =>
		expect(readText('a,b\n1,2,3\n4,5\n')).toBe('a: 1\nb: 2\nColumn 3: 3\n\na: 4\nb: 5'));
	it('reads what Excel writes in Windows-1252', () => expect(readText(Buffer.from('Praça;N\nSé;1\n', 'latin1'))).toBe('Praça: Sé\nN: 1'));
	it('passes over a byte order mark', () => expect(readText('\ufeffa;b\n1;2\n')).toBe('a: 1\nb: 2'));
});

describe('input that is not a table', () => {
	it.each([
		['a quote that is never closed', 'a,b\n"secret,2\n', 'corrupt'],
		['too many columns', `${'x,'.repeat(600)}\n`, 'too_large'],
		['a row without end', `a,b\n1,"${'x'.repeat(1_100_000)}"\n`, 'too_large'],
		['a header that is far more than its rows', `${'n'.repeat(100)},b\n${'1,2\n'.repeat(200_001)}`, 'too_large'],
		['nothing', '', 'no_text_layer'],
		['empty fields', ',,\n,,\n', 'no_text_layer'],
	])('fails by type for %s', (_name, csv, failure) => {
		const reading = readCsv(Buffer.from(csv));
		expect(reading).toMatchObject({ kind: 'failed', failure, message: expect.any(String), fix: expect.any(String) });
		expect(JSON.stringify(reading)).not.toMatch(/secret|xxx|nnn/);
	});

	slowTest('is an outcome, whatever the bytes', () =>
		fc.assert(
			fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), anyTable()), (bytes) => {
				expect(['read', 'failed']).toContain(readCsv(bytes).kind);
			}),
			{ numRuns: 500 },
		),
	);
});

const anyTable = () =>
	fc.array(fc.constantFrom('"', ',', ';', '\n', '\r', 'a', '1', ' ', '\t')).map((parts) => Buffer.from(parts.join('')));

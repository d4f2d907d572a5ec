import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/url';
import { findPersonalData } from '../../find-personal-data';
import { url } from './url';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'URL')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'acesse «https://exemplo.com.br/a?b=c#d».',
	'«http://localhost:3000/login»',
	'«www.exemplo.com.br»',
	'entra em «exemplo.com.br», vai',
	'(veja «https://en.wikipedia.org/wiki/Foo_(bar)»)',
	'[link](«https://example.com/x»)',
	'<a href="«https://example.com/?a=1&b=2»">',
	'«https://ana:segredo@exemplo.com/x»',
	'«http://192.168.0.1:8080/admin»',
	'«http://[2001:db8::1]/»',
	'«https://açaí.com.br/»',
	'«xn--aa-4ka.com.br»',
	'«bit.ly/3abcDEF»',
	'«sub.dominio.org/caminho/pagina.html»',
	'«EXEMPLO.COM.BR» é nosso site',
	'«ftp://ftp.exemplo.com/arquivo.zip»!',
	'url=«https://example.com/x»&page=2',
	'1,«https://example.com/x»,3',
	"'«https://example.com/x»'",
	'site: «exemplo.de»',
	'**«exemplo.com.br»**',
	'visite «spiegel.de» hoje',
	'«https://example.com/x»…',
	'«app.example.dev/login»',
	'curl -s «https://example.com/install.sh» | sh',
	'«hxxps://malware.example.com/x»',
	'veja em «docs.example.io:8443/v1»',
	'//«cdn.example.com/x.js»',
	'«sftp://files.example.com/in»',
	'«https://a.example.com/x»;«https://b.example.com/y»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'relatorio.pdf',
	'src/index.ts e README.md',
	'console.log(valor)',
	'user.name = x',
	'this.store.page',
	'logger.info("oi")',
	'e.g. this, i.e. that',
	'Sr.João chegou',
	'fim.Começo de outra frase',
	'acabou.Com isso',
	'o prazo.de entrega',
	'chegou.no dia',
	'v1.2.3',
	'R$ 1.234,56',
	'Node.js e ASP.NET',
	'S.A. e U.S.A.',
	'setup.py',
	'foto.final.png',
	'ana@exemplo.com.br',
	'@ana.com',
	'12.05.2026',
	'arr.map(x => x.id)',
	'p.ex. isto',
	'C:\\pasta\\x.exe',
	'etc...e tal',
	'http://',
	'M.Sc. Ana',
	'foo.bar e order.id',
	'fale com o Dr.Com',
	'https é seguro',
	'br.com.empresa.app',
	'cliente.id',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test.each([['https://exemplo.com.br/ana', 'https://***.br/***']])('masks most of %s, so that it is not found again', (value, masked) => {
	expect(url.partialMask(value)).toBe(masked);
	expect(found(`{} ${masked}`)).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(url.canonical('https://Exemplo.com/A')).toBe(url.canonical('https://exemplo.com/A')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.98);
	expect(precision).toBeGreaterThan(0.98);
});

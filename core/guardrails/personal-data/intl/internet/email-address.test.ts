import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/email-address';
import { findPersonalData } from '../../find-personal-data';
import { emailAddress } from './email-address';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'EMAIL_ADDRESS')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'meu e-mail é «ana.lima@exemplo.com.br», obrigada',
	'«joão.da-silva+loja@açaí.com.br»',
	'<mailto:«o.brien@sub.example.co.uk»>',
	'Ana Lima <«ana@example.com»>; Beto <«beto@example.org»>',
	'{"email":"«a_b@exemplo.ind.br»"}',
	'https://loja.example.com/u?email=«ana@example.com»&x=1',
	'email=«ana@example.com»&senha=x',
	'escreva para «ana@example.com».',
	'“«ana@example.com»”',
	"('«ana@example.com»')",
	'«ana (arroba) exemplo.com.br»',
	'«ana [at] example [dot] com»',
	'fala comigo: «maria arroba gmail ponto com»',
	'my email is «john dot doe at example dot com»',
	'e-mail: «joao.silva @ exemplo . com . br»',
	'«ana @ gmail.com» é o dela',
	'«ana@gmail,com»',
	'o certo é «ana@exemplo.\ncom.br», digo, esse e-mail',
	'«"ana maria"@example.com» tem aspas',
	'«ana@[192.0.2.1]»',
	'«tom&jerry@example.com»',
	'FALE COM «ANA@EXEMPLO.COM.BR»',
	'«ana@exemplo.com.br».Obrigado',
	'почта«kai.t@example.org»спасибо',
	'στο«kai.t@example.org»γεια',
	'«иван@пример.рф»',
	'«kаi.t@example.org»',
	'«ana@exemplo.com»Ética',
	'«ana@xn--aa-4ka.com.br»',
	'«ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ»',
	'contato:«ana@example.com»;«beto@example.com»',
	'ana@example,«ana@example.com»',
	'de «ana@empresa.local» para «ti@servidor.internal»',
	'«11987654321@example.com»',
	'Email:«carlos@empresa.com.br»Telefone:11987654321',
	'«carlos.silva at empresa dot com dot br»',
	'«ana AT exemplo DOT com»',
	'user: «x@y.co»',
	'*«ana@example.com»*',
	'_«ana@example.com»_',
	'e-mail\t«ana-maria@example.com.br»\t(11)',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'@ana.lima no insta',
	'npm i n8n@2.41.1 lodash@^4.17.0',
	'git clone git@github.com:ana/loja.git',
	'https://ana:segredo@exemplo.com/x',
	'ssh://git@exemplo.com/x.git',
	'foo@bar',
	'root@10.0.0.1',
	'encontro @ praça, 19h',
	'coffee @ cafe.com tomorrow',
	'meet me at example.com',
	'I look at every dot on the map',
	'vendi 20 arrobas, a arroba está a R$ 300',
	'icon@2x.png e logo@3x.webp',
	'@Component() class A {}',
	'f***o@email.com',
	'actions/checkout@v4.1.0',
	'ana@',
	'@@@@.com',
	'import x from "@scope/pkg.mjs"',
	'2 kg @ R$ 5.00',
	'systemctl status getty@tty1.service',
	'...@example.com',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test.each([
	['fulano@email.com', 'f***o@email.com'],
	['ana (arroba) exemplo.com', '***@***'],
])('masks most of %s, so that it is not found again', (value, masked) => {
	expect(emailAddress.partialMask(value)).toBe(masked);
	expect(found(`{} ${masked}`)).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(emailAddress.canonical('Ana@Example.com')).toBe(emailAddress.canonical('ana@example.com')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.98);
	expect(precision).toBeGreaterThan(0.99);
});

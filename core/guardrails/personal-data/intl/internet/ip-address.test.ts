import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/ip-address';
import { findPersonalData } from '../../find-personal-data';
import { ipAddress } from './ip-address';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'IP_ADDRESS')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'acesso de «192.168.0.10» às 10h',
	'«8.8.8.8»',
	'IP: «200.147.3.157».',
	'«10.0.0.1»:8080',
	'rota «10.0.0.0/8»',
	'de «192.168.0.1» a «192.168.0.20»',
	'«192.168.0.1»-«192.168.0.20»',
	'[«200.10.20.30»] GET /',
	'{"ip":"«200.10.20.30»"}',
	'ip=«200.10.20.30»&x=1',
	'IP «２００．１０．２０．３０»',
	'o IP dele é «1.2.3.4»',
	'«2001:db8::1»',
	'«2001:0db8:85a3:0000:0000:8a2e:0370:7334»',
	'«fe80::1ff:fe23:4567:890a%eth0»',
	'[«2001:db8::1»]:443',
	'«::ffff:192.0.2.128»',
	'IPv6 «::1»',
	'IP «feed::cafe»',
	'client IP: «abcd:ef::fade»',
	'[«beef::ace»]:443',
	'remote_addr=«feed::cafe»',
	'"remoteAddress":"«feed::cafe»"',
	'X-Forwarded-For: «feed::cafe»',
	'«2804:14c:65d1:1234::/64»',
	'host:«2001:db8::1»,',
	'client «FE80::A»',
	'ssh root@«200.10.20.30»',
	'bloqueie «200.10.20.30», «200.10.20.31» e «200.10.20.32»',
	'«64:ff9b::192.0.2.33»',
	'gateway padrão via «10.0.0.254»',
	'a VPN «172.16.0.5» caiu',
	'vi «1.0.0.1» e o firmware do «199.63.48.20»',
	'windows «192.168.1.7» não pinga',
	'root@«1.2.3.4»',
	'allow «203.0.113.0/24», «203.0.114.7/32».',
	'«10.0.0.1»/33 and «10.0.0.2»/24/7',
	'route «::/0» via «fe80::1»',
	'«::ffff:10.20.30.40/120»',
	'«::ffff:0:192.168.1.1»',
	'«2001:db8:0:0:0:0:192.168.1.1»',
	'client «::ffff:c0a8:0101»',
	'IPv6 «::»',
	'src=«::» dst=«::1»',
	'listen on [«::»]:8080',
	'bind to «::», port 80',
	'endereço de ip «189.\n45.12.9»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'versão 1.2.3.4',
	'version 10.2.0.1 is out',
	'v1.2.3.4',
	'Chrome/120.0.0.0 Safari/537.36',
	'firmware 10.0.0.1',
	'1.2.3.4 Do objeto',
	'cláusula 4.1.2.3',
	'seção 1.2.3.4',
	'256.1.2.3',
	'1.2.3',
	'1.2.3.4.5',
	'10:30:45',
	'std::vector<int>',
	'Foo::bar(a::b)',
	'lista[::1]',
	'a[::-1] e b[1::2]',
	'x ? y::z : w',
	'12:34:56:78',
	'1::2::3',
	'às 12:30::45',
	'Python 3.11.4.1',
	'versões 1.0.0.1, 1.0.0.2 e 2.0.0.0',
	'00:1b:44:11:3a:b7',
	'R$ 1.234.567,89',
	'192.168.***.***',
	'build 10.0.19041.1',
	'OID 1.3.6.1.4.1.311',
	'às 10:30 :: fim',
	'http://192.168.0.1/admin',
	'<version>1.2.3.4</version>',
	'"version": "2.0.1.4"',
	'AssemblyVersion("1.0.0.0")',
	'release-1.2.3.4',
	'updated to 5.4.3.2',
	'versão do sistema: 8.0.1.23',
	'libssl.so.1.2.3.4',
	'subitem 7.1.2.3',
	'numpy 1.26.4.0 version',
	'foo>=1.2.3.4',
	'python==3.11.4.1',
	'nginx:1.25.3.1-alpine',
	'conforme 4.1.2.1 do edital',
	'cláusulas 4.1.2.1 e 4.1.2.2',
	'tag 1.2.3.4',
	'1.1.1.1 Objeto do contrato',
	'sobrou 189.\n45.12.9',
	'the server :: the client',
	'items[::] and items[::2]',
	'std::cout << ip::address',
	'use crate::io::{self}',
	':::',
	'::ffff:256.0.0.1',
	'natureza 3.3.90.30',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test.each([
	['192.168.0.1', '192.168.***.***'],
	['2001:db8::1', '2001:***'],
])('masks most of %s, so that it is not found again', (value, masked) => {
	expect(ipAddress.partialMask(value)).toBe(masked);
	expect(found(`{} ${masked}`)).toEqual([]);
});

test('recognizes a value in another spelling', () => expect(ipAddress.canonical('FE80::A')).toBe(ipAddress.canonical('fe80::a')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.98);
	expect(precision).toBeGreaterThan(0.98);
});

test.each([
	'dead::beef',
	'use ace::face;',
	'client a::b',
	'server feed::cafe()',
	'o servidor chama add::face(x) e depois bad::cafe',
	'array[add::bad]',
])('takes no name in code for an address: %s', (text) => expect(found(text)).toEqual([]));

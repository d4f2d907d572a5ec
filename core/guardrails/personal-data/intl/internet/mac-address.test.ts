import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/mac-address';
import { findPersonalData } from '../../find-personal-data';
import { macAddress } from './mac-address';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'MAC_ADDRESS')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'MAC «00:1B:44:11:3A:B7»',
	'«00:1b:44:11:3a:b7»',
	'«00-1B-44-11-3A-B7»',
	'«001b.4411.3ab7»',
	'Endereço físico: «00-1B-44-11-3A-B7».',
	'placa:«00:1b:44:11:3a:b7»',
	'mac:«53:27:b6:19:0a:33»',
	'{"mac":"«00:1B:44:11:3A:B7»"}',
	'mac=«00:1B:44:11:3A:B7»&x=1',
	'de «00:1b:44:11:3a:b7» para «00:1b:44:11:3a:b8»',
	'link/ether «00:1b:44:11:3a:b7» brd',
	'(«00:1b:44:11:3a:b7»)',
	'«00:11:22:33:44:55»',
	'«00-11-22-33-44-55»',
	'**«00:1b:44:11:3a:b7»**',
	'EUI-64 «00:1b:44:ff:fe:11:3a:b7»',
	'MAC address 00 é «12:34:56:78:90:12»',
	'MAC: «001B44113AB7»',
	'BSSID «AA:BB:CC:DD:EE:FF»',
	'«００:1Ｂ:44:11:3A:B7»',
	'hwaddr «00\u201011\u201022\u201033\u2010aa\u2010bb»',
	'hwaddr=«3c5ab4001122»',
	// As Cisco writes them.
	'physical address is «aabb.ccdd.eeff»',
	'Internet  10.1.1.1  -  «0012.3456.7890»  ARPA   Vlan10',
	'  10    «0050.5634.1278»    DYNAMIC     Gi0/1',
	'switch learned «dead.beef.cafe» on Gi1/0/2',
	'Hardware is Gigabit Ethernet, address is «001b.4411.3ab7» (bia «001b.4411.3ab7»)',
	'mac «3C:5A:B4:\n00:11:22»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'00:1b:44:11:3a',
	'00:1b:44:11:3a:b7:c8',
	'00:1g:44:11:3a:b7',
	'00:1b-44:11-3a:b7',
	'10:30:45',
	'20-11-26-14-35-59',
	'00:00:00:00:00:00',
	'ff:ff:ff:ff:ff:ff',
	'sorteio 04-15-22-33-48-59',
	'2026-05-12',
	'SHA1 aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd',
	'001b.4411',
	'001B44113AB7',
	'commit 001b44113ab7',
	'00:1B:44:**:**:**',
	'comprei um Mac',
	'1234.5678.9012',
	'we met at face.cafe.babe',
	'total 1234.5678.9012 units',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test.each([['00-1B-44-11-3A-B7', '00:1b:44:**:**:**']])('masks most of %s, so that it is not found again', (value, masked) => {
	expect(macAddress.partialMask(value)).toBe(masked);
	expect(found(`{} ${masked}`)).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(macAddress.canonical('00-1B-44-11-3A-B7')).toBe(macAddress.canonical('001b.4411.3ab7')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.98);
	expect(precision).toBeGreaterThan(0.98);
});

import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/crypto';
import { findPersonalData } from '../../find-personal-data';
import { cryptoAddress } from './crypto';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'CRYPTO')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'btc «1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa»',
	'«3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy»',
	'«bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4»',
	'«BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4»',
	'«bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0»',
	'«0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed»',
	'«0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359»',
	'«0xFB6916095CA1DF60BB79CE92CE3EA74C37C5D359»',
	'bitcoin:«1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa»?amount=1',
	'tron «TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW»',
	'xrp «rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh»',
	'{"wallet":"«1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa»"}',
	'carteira «1A1zP1eP5QGefi2D\u200BMPTfTL5SLmv7DivfNa».',
	'bitcoincash:«qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a»',
	'solana wallet «7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV»',
	'(«0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed»)',
	'tb «tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb',
	'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
	'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
	'bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
	'0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD',
	'0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae',
	'tx 0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b',
	'commit 5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
	'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
	'id 7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV',
	'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMX',
	'abcdefghijklmnopqrstuvwxyz1234567',
	'0xdeadbeef',
	'bitcoin subiu 3%',
	'1A1z***vfNa',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test.each([['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '1A1z***vfNa']])('masks most of %s, so that it is not found again', (value, masked) => {
	expect(cryptoAddress.partialMask(value)).toBe(masked);
	expect(found(`{} ${masked}`)).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(cryptoAddress.canonical('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed')).toBe(
		cryptoAddress.canonical('0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'),
	));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.98);
	expect(precision).toBeGreaterThan(0.99);
});

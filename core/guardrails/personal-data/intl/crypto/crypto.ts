import type { Match } from '../../../../ports/guardrails/match';
import { normalize } from '../../reading/normalize';
import type { ReadableText } from '../../reading/readable-text';
import type { Recognizer } from '../../recognizer';
import { decodeBase58, hasBase58Checksum, hasRippleChecksum } from './crypto-base58';
import words from './words/crypto.json';
import { keccak256 } from 'js-sha3';

const charset = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const shortestData = 14;

/** Generator (BIP 173), and checksum constants of Bech32 and Bech32m (BIP 350). */
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const bech32 = 1;
const bech32m = 0x2bc830a3;
/** Prefixes of witness programs, whose first five bits are the version. */
const witness = new Set(['bc', 'tb', 'bcrt', 'ltc', 'tltc']);

function isSegmentedAddress(address: string): boolean {
	const lower = address.toLowerCase();
	if (address !== lower && address !== address.toUpperCase()) return false;
	const separator = lower.lastIndexOf('1');
	const prefix = lower.slice(0, separator);
	const data = readValues(lower.slice(separator + 1));
	if (!data || data.length < shortestData) return false;
	const remainder = polymod([...expand(prefix), ...data]);
	if (!witness.has(prefix)) return remainder === bech32 || remainder === bech32m;
	return remainder === (data[0] === 0 ? bech32 : bech32m) && isWitnessProgram(data);
}

/** Witness program (BIP 141): version 0 to 16, 2 to 40 bytes; 20 or 32 in version 0. */
function isWitnessProgram(data: readonly number[]): boolean {
	const bytes = Math.floor(((data.length - 7) * 5) / 8);
	return data[0] === 0 ? bytes === 20 || bytes === 32 : data[0]! <= 16 && bytes >= 2 && bytes <= 40;
}

function readValues(text: string): number[] | undefined {
	const values = Array.from(text, (character) => charset.indexOf(character));
	return values.includes(-1) ? undefined : values;
}

const expand = (prefix: string): number[] => {
	const codes = Array.from(prefix, (character) => character.charCodeAt(0));
	return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
};

function polymod(values: readonly number[]): number {
	let remainder = 1;
	for (const value of values) {
		const top = remainder >>> 25;
		remainder = ((remainder & 0x1ffffff) << 5) ^ value;
		for (let bit = 0; bit < 5; bit++) if ((top >> bit) & 1) remainder ^= generator[bit]!;
	}
	return remainder >>> 0;
}

const cashGenerator = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];

/** CashAddr without prefix: forty bits over prefix and payload. */
function hasCashAddressChecksum(prefix: string, payload: string): boolean {
	const values = readValues(payload);
	if (!values) return false;
	let remainder = 1n;
	for (const value of [...Array.from(prefix, (character) => character.charCodeAt(0) & 31), 0, ...values]) {
		const top = remainder >> 35n;
		remainder = ((remainder & 0x07ffffffffn) << 5n) ^ BigInt(value);
		for (let bit = 0n; bit < 5n; bit++) if ((top >> bit) & 1n) remainder ^= cashGenerator[Number(bit)]!;
	}
	return remainder === 1n;
}

const rfc4648 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Stellar account (SEP-23): 35 bytes in Base32, the last two the CRC-16/XMODEM of the others, lower byte first. */
function hasStellarChecksum(account: string): boolean {
	const bytes: number[] = [];
	let bits = 0;
	let value = 0;
	for (const character of account) {
		const five = rfc4648.indexOf(character);
		if (five < 0) return false;
		value = ((value << 5) | five) & 0xfff;
		bits += 5;
		if (bits >= 8) bytes.push((value >> (bits -= 8)) & 0xff);
	}
	const [low, high] = bytes.slice(-2);
	return crc16(bytes.slice(0, -2)) === low! + 256 * high!;
}

function crc16(bytes: readonly number[]): number {
	let crc = 0;
	for (const byte of bytes) {
		crc ^= byte << 8;
		for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
	}
	return crc;
}

const shortest = 25;
const longest = 120;
const base58 = /^[1-9A-HJ-NP-Za-km-z]+$/;
/** Bitcoin, its test network, Litecoin, Dogecoin, Dash, Tron, Zcash and Tezos. */
const checkedBase58 = /^[132mnLMDA9X7Ttk]/;
const segmented = /^(?:bc|tb|bcrt|ltc|tltc|addr|stake|cosmos|osmo|bnb|inj|terra|celestia|erd|one|thor|kava|juno|sei|axelar|dydx|secret)1/i;
const monero = /^[48][\dAB]/;

export const cryptoAddress: Recognizer = {
	type: 'CRYPTO',
	name: { en: 'crypto-currency address', pt: 'endereço de criptomoeda' },
	label: 'CRYPTO',
	...words,
	needs: ({ longRuns }) => longRuns.length > 0,
	find(text) {
		const matches: Match[] = [];
		let last = '';
		let lastScore = 0;
		for (const { start, end } of text.longRuns) {
			if (end - start < shortest || end - start > longest || text.text[start - 1] === '_' || text.text[end] === '_') continue;
			const word = text.text.slice(start, end);
			if (word !== last) [last, lastScore] = [word, scoreWord(word)];
			const score = lastScore || scoreByWords(text, word, start);
			if (score > 0) matches.push({ type: 'CRYPTO', start, end, score });
		}
		return matches;
	},
	canonical: (value) => {
		const address = normalize(value).text;
		return /^(?:0x|[a-z]{2,10}1)/i.test(address) && !base58.test(address) ? address.toLowerCase() : address;
	},
	partialMask(value) {
		const address = normalize(value).text;
		return `${address.slice(0, 4)}***${address.slice(-4)}`;
	},
};

function scoreWord(word: string): number {
	if (/^0x/i.test(word)) return word.length === 42 && isEthereumAddress(word) ? 0.98 : 0;
	if (segmented.test(word)) return isSegmentedAddress(word) ? 1 : 0;
	if (isCashOrStellar(word)) return 1;
	return base58.test(word) ? scoreBase58(word) : 0;
}

function isCashOrStellar(word: string): boolean {
	if (word.length === 42 && /^[qp]/.test(word) && hasCashAddressChecksum('bitcoincash', word)) return true;
	return word.length === 56 && word.startsWith('G') && hasStellarChecksum(word);
}

function scoreBase58(word: string): number {
	if (word.length <= 36 && checkedBase58.test(word) && hasBase58Checksum(word)) return 1;
	if (word.length <= 35 && word.startsWith('r') && hasRippleChecksum(word)) return 1;
	return word.length === 95 && monero.test(word) ? 0.85 : 0;
}

/** Solana: 32 bytes without a checksum, so only words distinguish an address from a key. */
function scoreByWords({ words }: ReadableText, word: string, start: number): number {
	if (word.length < 32 || word.length > 44 || !mixed.test(word) || !base58.test(word)) return 0;
	if (words.sayFor('CRYPTO', start, start + word.length).for < 0.3) return 0;
	return decodeBase58(word)?.length === 32 ? 0.65 : 0;
}

const mixed = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)/;

/** `0x` and forty hexadecimal digits: in mixed case with the checksum of EIP-55. */
function isEthereumAddress(address: string): boolean {
	const digits = address.slice(2);
	if (!/^[\da-f]{40}$/i.test(digits)) return false;
	const lower = digits.toLowerCase();
	if (digits === lower || digits === digits.toUpperCase()) return true;
	const hash = keccak256(lower);
	return Array.from(digits).every((digit, at) => digit === (parseInt(hash[at]!, 16) > 7 ? digit.toUpperCase() : lower[at]));
}

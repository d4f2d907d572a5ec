import type { Match } from '../../../../ports/guardrails/match';
import { normalize } from '../../reading/normalize';
import type { ReadableText } from '../../reading/readable-text';
import type { Recognizer } from '../../recognizer';
import { decodeBase58, hasBase58Checksum, hasRippleChecksum } from './crypto-base58';
import { hasCashAddressChecksum, hasStellarChecksum, isSegmentedAddress } from './crypto-base32';
import words from './words/crypto.json';
import { keccak256 } from 'js-sha3';

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

import { createHash } from 'node:crypto';
import { keccak256 } from 'js-sha3';
import type { Chance } from '../sample';
import { createValueSamples } from '../value-samples';
import texts from './texts/crypto.json';

const base58Letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

const bytes = (chance: Chance, count: number): number[] => Array.from({ length: count }, () => chance.below(256));

function base58(data: readonly number[]): string {
	let value = data.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
	let text = '';
	for (; value > 0n; value /= 58n) text = base58Letters[Number(value % 58n)]! + text;
	return '1'.repeat(data.findIndex((byte) => byte !== 0)) + text;
}

/** Versions of Bitcoin (both kinds), Litecoin, Dogecoin, Dash, Tron and Bitcoin's test network. */
function base58Check(chance: Chance): string {
	const body = [chance.pick([0, 0, 0, 5, 0x30, 0x1e, 0x4c, 0x41, 0x6f]), ...bytes(chance, 20)];
	const sha = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();
	return base58([...body, ...sha(sha(Uint8Array.from(body))).subarray(0, 4)]);
}

/** BIP 173 and BIP 350, from their descriptions: a polynomial over GF(32). */
function segwit(chance: Chance): string {
	const prefix = chance.pick(['bc', 'bc', 'ltc', 'tb']);
	const version = chance.below(2);
	const program = bytes(chance, version === 1 ? 32 : chance.pick([20, 32]));
	const bits = program.map((byte) => byte.toString(2).padStart(8, '0')).join('');
	const words = (bits.match(/.{1,5}/g) ?? []).map((five) => parseInt(five.padEnd(5, '0'), 2));
	const data = [version, ...words];
	const expanded = [...prefix].map((letter) => letter.charCodeAt(0));
	const values = [...expanded.map((code) => code >> 5), 0, ...expanded.map((code) => code & 31), ...data, 0, 0, 0, 0, 0, 0];
	const remainder = values.reduce((sum, value) => {
		const top = sum >> 25n;
		const shifted = ((sum & 0x1ffffffn) << 5n) ^ BigInt(value);
		return [0x3b6a57b2n, 0x26508e6dn, 0x1ea119fan, 0x3d4233ddn, 0x2a1462b3n].reduce(
			(mixed, generator, bit) => ((top >> BigInt(bit)) & 1n ? mixed ^ generator : mixed),
			shifted,
		);
	}, 1n);
	const checked = remainder ^ (version === 0 ? 1n : 0x2bc830a3n);
	const checksum = [25n, 20n, 15n, 10n, 5n, 0n].map((shift) => Number((checked >> shift) & 31n));
	return `${prefix}1${[...data, ...checksum].map((value) => bech32[value]).join('')}`;
}

function ethereum(chance: Chance): string {
	const lower = bytes(chance, 20)
		.map((byte) => byte.toString(16).padStart(2, '0'))
		.join('');
	const hash = keccak256(lower);
	const mixed = [...lower].map((digit, at) => (parseInt(hash[at]!, 16) > 7 ? digit.toUpperCase() : digit)).join('');
	return `0x${chance.pick([mixed, mixed, lower, lower.toUpperCase()])}`;
}

const address = (chance: Chance): string => chance.pick([base58Check, segwit, ethereum])(chance);

/** One character is another; the check does not hold, but once in four thousand million. */
function wrong(chance: Chance): string {
	const made = chance.pick([base58Check, segwit])(chance);
	const at = 6 + chance.below(made.length - 8);
	const alphabet = /^(?:bc|tb|ltc)1/.test(made) ? bech32 : base58Letters;
	const other = alphabet[(alphabet.indexOf(made[at]!) + 1 + chance.below(20)) % alphabet.length]!;
	return other === made[at] ? made.slice(0, -2) : made.slice(0, at) + other + made.slice(at + 1);
}

const hexadecimal = (chance: Chance, length: number): string => Array.from({ length }, () => chance.pick([...'0123456789abcdef'])).join('');

export const samples = createValueSamples({
	type: 'CRYPTO',
	value: address,
	noises: [(value) => `${value.slice(0, 5)}\u200B${value.slice(5)}`, (value) => `${value.slice(0, 9)}\u00AD${value.slice(9)}`],
	wrong: (chance) => (chance.once(3) ? `0x${hexadecimal(chance, chance.pick([39, 41, 64, 8]))}` : wrong(chance)),
	elsewhere: (chance) =>
		chance.pick([hexadecimal(chance, 40), hexadecimal(chance, 64), `0x${hexadecimal(chance, 64)}`, hexadecimal(chance, 32), wrong(chance)]),
	wording: texts.wording,
	others: texts.others,
});

const charset = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const shortestData = 14;

/** Generator (BIP 173), and checksum constants of Bech32 and Bech32m (BIP 350). */
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const bech32 = 1;
const bech32m = 0x2bc830a3;
/** Prefixes of witness programs, whose first five bits are the version. */
const witness = new Set(['bc', 'tb', 'bcrt', 'ltc', 'tltc']);

export function isSegmentedAddress(address: string): boolean {
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
export function hasCashAddressChecksum(prefix: string, payload: string): boolean {
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
export function hasStellarChecksum(account: string): boolean {
	const bytes: number[] = [];
	let [bits, value] = [0, 0];
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

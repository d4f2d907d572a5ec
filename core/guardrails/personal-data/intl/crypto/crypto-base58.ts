import { hash } from 'node:crypto';

const bitcoin = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const ripple = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';
const checksumBytes = 4;
/** One to three bytes of the account type, 20 of its hash. */
const shortest = 1 + 20 + checksumBytes;
const maxLength = 3 + 20 + checksumBytes;

/** Bitcoin's Base58Check: the last four bytes begin the double SHA-256 of the others. */
export function hasBase58Checksum(address: string): boolean {
	return isChecked(decodeBase58(address, bitcoin));
}

export function hasRippleChecksum(address: string): boolean {
	return isChecked(decodeBase58(address, ripple));
}

function isChecked(bytes: Uint8Array | undefined): boolean {
	if (!bytes || bytes.length < shortest || bytes.length > maxLength) return false;
	const body = bytes.subarray(0, -checksumBytes);
	const checksum = hash('sha256', hash('sha256', body, 'buffer'), 'buffer');
	return bytes.subarray(-checksumBytes).every((byte, at) => byte === checksum[at]);
}

/** At most 120 characters; undefined for one outside of the alphabet. */
export function decodeBase58(text: string, alphabet = bitcoin): Uint8Array | undefined {
	// Each character has 5.86 bits.
	const bytes = new Uint8Array(text.length);
	let length = 0;
	for (const character of text) {
		let carry = alphabet.indexOf(character);
		if (carry < 0) return undefined;
		for (let at = 0; at < length || carry > 0; at++) {
			carry += (at < length ? bytes[at]! : 0) * 58;
			bytes[at] = carry & 0xff;
			carry >>= 8;
			if (at >= length) length = at + 1;
		}
	}
	for (let at = 0; at < text.length && text[at] === alphabet[0]; at++) bytes[length++] = 0;
	return bytes.subarray(0, length).reverse();
}

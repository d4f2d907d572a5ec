import { keccak256 } from 'js-sha3';

/** Checks `0x` and forty hexadecimal digits: in one case without a checksum, in mixed case with that of EIP-55. */
export function isEthereumAddress(address: string): boolean {
	const digits = address.slice(2);
	if (!/^[\da-f]{40}$/i.test(digits)) return false;
	const lower = digits.toLowerCase();
	if (digits === lower || digits === digits.toUpperCase()) return true;
	const hash = keccak256(lower);
	return Array.from(digits).every((digit, at) => digit === (parseInt(hash[at]!, 16) > 7 ? digit.toUpperCase() : lower[at]));
}

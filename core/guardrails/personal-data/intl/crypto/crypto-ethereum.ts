import { keccak256 } from 'js-sha3';

/** Forty hexadecimal digits behind `0x`: in one case without a check, in both with the one of EIP-55 in the letters' case. */
export function isEthereumAddress(address: string): boolean {
	const digits = address.slice(2);
	if (!/^[\da-f]{40}$/i.test(digits)) return false;
	const lower = digits.toLowerCase();
	if (digits === lower || digits === digits.toUpperCase()) return true;
	const hash = keccak256(lower);
	return Array.from(digits).every((digit, at) => digit === (parseInt(hash[at]!, 16) > 7 ? digit.toUpperCase() : lower[at]));
}

import { readAsDigits } from '../digit-groups';
import { normalize } from '../reading/normalize';

/** Characters count as ASCII minus 48: letters can be digits (CNPJ). */
export function weightedSum(digits: string, weights: readonly number[], from = 0): number {
	let sum = 0;
	for (let at = 0; at < weights.length; at++) sum += (digits.charCodeAt(from + at) - 0x30) * weights[at]!;
	return sum;
}

/** 10 and 11 are written 0. */
export function modulo11(sum: number): number {
	const rest = sum % 11;
	return rest < 2 ? 0 : 11 - rest;
}

export function digitAt(digits: string, at: number): number {
	return digits.charCodeAt(at) - 0x30;
}

/** `00000000000` and similar pass most checks but belong to nobody. */
export function isOneDigitRepeated(digits: string): boolean {
	for (let at = 1; at < digits.length; at++) if (digits[at] !== digits[0]) return false;
	return true;
}

export function digitsIn(written: string): string {
	return readAsDigits(normalize(written).text);
}

export function charactersIn(written: string): string {
	return normalize(written)
		.text.toUpperCase()
		.replace(/[^\dA-Z]/g, '');
}

export function isLetter(code: number): boolean {
	return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

export function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

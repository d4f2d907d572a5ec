import type { Variables } from '../engine/variables';

/** Zeebe's integers have 64 bits: those beyond a JavaScript number become bigint and return unchanged. */
export interface VariablesCodec {
	parse(json: string): Variables;
	stringify(variables: Variables | undefined): string;
}

export async function loadVariablesCodec(): Promise<VariablesCodec> {
	const { parse, stringify, isInteger, isSafeNumber } = await import('lossless-json');
	const parseNumber = (digits: string): number | bigint => (isInteger(digits) && !isSafeNumber(digits) ? BigInt(digits) : Number(digits));
	return {
		parse: (json) => (json === '' ? {} : (parse(json, undefined, parseNumber) as Variables)),
		stringify: (variables) => stringify(variables ?? {}) ?? '{}',
	};
}

/** Negative in corrections. */
export interface StatementAmounts {
	calls: number;
	failed: number;
	inputTokens: number;
	cachedInputTokens: number;
	cacheWriteTokens: number;
	outputTokens: number;
	reasoningTokens: number;
	searches: number;
	/** Calls without a known price. */
	unpriced: number;
	nanoUsd: number;
}

export interface StatementLine extends StatementAmounts {
	/** Null for calls outside an agent. */
	agent: string | null;
	model: string;
	kind: string;
}

const amountNames = [
	...(['calls', 'failed', 'inputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'outputTokens', 'reasoningTokens'] as const),
	...(['searches', 'unpriced', 'nanoUsd'] as const),
];

const combine = (one: StatementAmounts, other: StatementAmounts | undefined, sign: 1 | -1): StatementAmounts =>
	Object.fromEntries(amountNames.map((name) => [name, one[name] + sign * (other?.[name] ?? 0)])) as unknown as StatementAmounts;

const nothing: StatementAmounts = {
	calls: 0,
	failed: 0,
	inputTokens: 0,
	cachedInputTokens: 0,
	cacheWriteTokens: 0,
	outputTokens: 0,
	reasoningTokens: 0,
	searches: 0,
	unpriced: 0,
	nanoUsd: 0,
};

export const sumLines = (lines: readonly StatementAmounts[]): StatementAmounts =>
	lines.reduce((sum, line) => combine(sum, line, 1), nothing);

const keyOf = ({ agent, model, kind }: StatementLine) => JSON.stringify([agent, model, kind]);

export function addLines(lines: readonly StatementLine[]): StatementLine[] {
	return [...Map.groupBy(lines, keyOf).values()].map((same) => ({ ...same[0]!, ...sumLines(same) })).filter(hasAmount);
}

/** Empty for the same lines. */
export function subtractLines(lines: readonly StatementLine[], others: readonly StatementLine[]): StatementLine[] {
	const negative = others.map((line) => ({ ...line, ...combine(nothing, line, -1) }));
	return addLines([...lines, ...negative]);
}

const hasAmount = (line: StatementLine) => amountNames.some((name) => line[name] !== 0);

const nano = 1_000_000_000n;

/** Two to nine decimal places: `12.50`, `-0.000000001`. No rounding, no exponent. */
export function formatNano(amount: number): string {
	const [sign, whole] = amount < 0 ? ['-', BigInt(-amount)] : ['', BigInt(amount)];
	const digits = String(whole % nano)
		.padStart(9, '0')
		.replace(/0{1,7}$/, '');
	return `${sign}${whole / nano}.${digits}`;
}

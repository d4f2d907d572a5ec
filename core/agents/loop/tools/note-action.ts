import type { ReadyCall } from '../../../tools/read-call';
import { isReal } from '../../agent-parts';
import type { Run } from '../run/run';

const amountName = /(?:^|[^a-z])(?:amount|total|sum|value|price|quantity|valor|quantia|montante|soma|preco|quantidade)(?:$|[^a-z])/;
const maxDepth = 6;

/** Reports a made call: frequency, amount and requester. */
export async function noteAction({ parts, by, person }: Run, { tool, input }: ReadyCall): Promise<void> {
	if (!isReal(parts) || parts.members?.some((member) => member.tool === tool.tool)) return;
	const asker = by === undefined && person === undefined ? 'nobody' : 'person';
	await parts.onActed?.(
		{ tool: tool.name, origin: `${parts.host ?? 'agent'}, ${asker}`, amount: sumAmounts(input) },
		tool.effect === 'reads',
	);
}

export function sumAmounts(value: unknown, isAmount = false, depth = 0): number {
	if (depth > maxDepth) return 0;
	if (typeof value === 'number') return isAmount && Number.isFinite(value) ? Math.abs(value) : 0;
	if (typeof value === 'string') return isAmount && /^\d{1,15}(?:\.\d{1,9})?$/.test(value.trim()) ? Number(value) : 0;
	if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sumAmounts(item, isAmount, depth + 1), 0);
	if (typeof value !== 'object' || value === null) return 0;
	return Object.entries(value).reduce((sum, [name, item]) => sum + sumAmounts(item, isAmount || isAmountName(name), depth + 1), 0);
}

const isAmountName = (name: string): boolean =>
	amountName.test(
		name
			.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
			.normalize('NFD')
			.replaceAll(/\p{M}/gu, '')
			.toLowerCase(),
	);

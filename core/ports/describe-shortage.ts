import type { Budget } from './budget';
import type { Amounts } from './usage';

/** Amounts are in US dollars, tokens or calls. */
export interface Shortage {
	name: string;
	per: Budget['per'] | 'execution';
	field: keyof Amounts;
	cap: number;
	spent: number;
	reserved: number;
	wanted: number;
	/** ISO 8601; null if it never resets. */
	resetsAt: string | null;
}

const past: Record<keyof Amounts, string> = { costUsd: 'spent', tokens: 'used', calls: 'made' };

export function describeShortage(shortage: Shortage): string {
	const { name, per, cap, spent, reserved, resetsAt } = shortage;
	const format = (amount: number) => formatAmount(amount, shortage.field);
	const window = per === 'total' ? 'in total' : `per ${per}`;
	const parts = [
		`${format(spent)} ${past[shortage.field]}`,
		...(reserved > 0 ? [`${format(reserved)} reserved for calls in progress`] : []),
	].join(', ');
	const when = resetsAt === null ? '' : ` It resets at ${resetsAt}.`;
	return `The budget "${name}" (${format(cap)} ${window}) ${describeState(shortage, format)}: ${parts}. The model was not asked.${when}`;
}

function describeState({ field, cap, spent, reserved, wanted }: Shortage, format: (amount: number) => string): string {
	const left = cap - spent - reserved;
	if (wanted > cap) return `is too small for this call, which can ${field === 'costUsd' ? 'cost' : 'use'} up to ${format(wanted)}`;
	if (left <= 0) return 'is used up';
	return `has only ${format(left)} left, and this call can ${field === 'costUsd' ? 'cost' : 'use'} up to ${format(wanted)}`;
}

/** `1 call`, `200 tokens`, `0.25 USD`. */
function formatAmount(amount: number, field: keyof Amounts): string {
	if (field === 'costUsd') return `${Number(amount.toPrecision(6))} USD`;
	return `${amount} ${amount === 1 ? field.slice(0, -1) : field}`;
}

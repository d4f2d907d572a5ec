import { formatCost } from '../../words/format';
import type { CostRange } from './plan';
import { plansWords as words } from './plans-words';

/** Writes a range of costs. An unknown cost is not zero. */
export function sayCost({ low, high, basis }: CostRange): string {
	if (basis === 'unknown') return words('unknown');
	return `${words('range', formatCost(low), formatCost(high))} (${words(basis)})`;
}

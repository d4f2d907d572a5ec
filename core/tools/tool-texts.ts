import { type DescriptionUse, findOrdersInDescription } from '../guardrails/injection/judge-description';
import { describeReasons } from '../guardrails/injection/names';
import type { Tool } from '../ports';

const maxReasons = 5;

/** Lists all texts that a model reads of a tool, in order. The schema is that of a server, so it can be nested to any depth. */
export function listToolTexts({ description, parameters }: Pick<Tool, 'description' | 'parameters'>): string[] {
	const texts: string[] = [];
	const left: unknown[] = [parameters, description];
	while (left.length > 0) {
		const value = left.pop();
		if (typeof value === 'string') texts.push(value);
		else if (typeof value === 'object' && value !== null) for (const part of Object.values(value).toReversed()) left.push(part);
	}
	return texts;
}

/** Returns in words which orders to the model a tool has in its description and parameters; undefined if it has none. */
export async function describeOrders(tool: Pick<Tool, 'description' | 'parameters'>, use: DescriptionUse): Promise<string | undefined> {
	const reasons = await findOrdersInDescription(listToolTexts(tool).join('\n'), use);
	return reasons.length === 0 ? undefined : describeReasons(reasons.slice(0, maxReasons), 'en');
}

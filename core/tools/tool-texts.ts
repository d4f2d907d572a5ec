import { type DescriptionUse, findOrdersInDescription } from '../guardrails/injection/judge-description';
import { describeReasons } from '../guardrails/injection/names';
import type { Tool } from '../ports/tools/tools';

const maxReasons = 5;

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

/** Shorter names give no order. */
const minWords = 3;

/** Names of tool and fields in words, as a model reads them: `ignore_all_rules` and `ignoreAllRules` are sentences. */
function listNames({ name, parameters }: Pick<Tool, 'name' | 'parameters'>): string[] {
	const names = new Set([name]);
	const left: unknown[] = [parameters];
	while (left.length > 0) {
		const value = left.pop();
		if (typeof value !== 'object' || value === null) continue;
		if (!Array.isArray(value)) for (const key of Object.keys(value)) names.add(key);
		for (const part of Object.values(value)) left.push(part);
	}
	const sentences = [...names].map((one) => one.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ').replaceAll(/[_\-.\s]+/g, ' '));
	return sentences.filter((sentence) => sentence.trim().split(' ').length >= minWords);
}

/** Checks names, description and parameters for orders to the model; undefined without any. */
export async function describeOrders(
	tool: Pick<Tool, 'name' | 'description' | 'parameters'>,
	use: DescriptionUse,
): Promise<string | undefined> {
	const texts = [listToolTexts(tool).join('\n'), listNames(tool).join('.\n')];
	const reasons = (await Promise.all(texts.map((text) => findOrdersInDescription(text, use)))).flat();
	return reasons.length === 0 ? undefined : describeReasons(reasons.slice(0, maxReasons), 'en');
}

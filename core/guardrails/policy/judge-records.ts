import type { Language } from '../../ports';
import { findStop, type GuardResult } from './guard';

/** Lists with more records, and longer ones, are withheld as a whole. */
const [maxRecords, maxCharacters, maxDepth] = [300, 300_000, 4];

const withheld: Record<Language, string> = {
	en: '(A guardrail withheld this record.)',
	pt: '(Uma proteção reteve este registro.)',
};

/**
 * Judges a result that was blocked again, record by record, if it is a list in JSON: one record that a stranger wrote would hide all the others. What is
 * left is judged as a whole.
 * @param judge one text as the guardrails of its stage do
 * @returns the result itself where no single record is the reason
 */
export async function judgeRecords(
	blocked: GuardResult,
	language: () => Language,
	judge: (text: string) => Promise<GuardResult>,
): Promise<GuardResult> {
	if (blocked.text.length > maxCharacters) return blocked;
	const whole = parse(blocked.text);
	const list = findList(whole, maxDepth);
	if (!list || list.length > maxRecords) return blocked;
	const judged = await judgeAll(list, judge);
	const stopped = judged.filter(isBlocked);
	if (stopped.length === 0 || stopped.length === list.length) return blocked;
	const left = list.map((record, at) => (isBlocked(judged[at]!) ? withheld[language()] : record));
	const rest = await judge(JSON.stringify(whole === list ? left : replaceList(whole, list, left)));
	if (rest.outcome === 'blocked' || rest.outcome === 'needs-human') return blocked;
	const violations = stopped.flatMap(({ violations: found }) => found.map((one) => ({ ...one, action: 'rewrite' as const })));
	return { ...rest, outcome: 'rewritten', violations: [...violations, ...rest.violations] };
}

async function judgeAll(list: readonly unknown[], judge: (text: string) => Promise<GuardResult>): Promise<GuardResult[]> {
	const judged: GuardResult[] = [];
	for (const record of list) judged.push(await judge(typeof record === 'string' ? record : JSON.stringify(record)));
	return judged;
}

/** A person has to see a text that waits for one; a check that failed says nothing of a record. */
const isBlocked = (result: GuardResult): boolean => result.outcome === 'blocked' && findStop(result)?.code !== 'GUARDRAIL_FAILED';

/** Finds the first list of two records or more, the outermost first. */
function findList(value: unknown, depth: number): unknown[] | undefined {
	if (typeof value !== 'object' || value === null || depth === 0) return undefined;
	if (Array.isArray(value) && value.length > 1) return value as unknown[];
	const members = Object.values(value) as unknown[];
	return (
		members.find((one): one is unknown[] => Array.isArray(one) && one.length > 1) ??
		members.map((one) => findList(one, depth - 1)).find((one) => one)
	);
}

function replaceList(value: unknown, list: readonly unknown[], by: readonly unknown[]): unknown {
	if (value === list) return by;
	if (Array.isArray(value)) return value.map((one) => replaceList(one, list, by));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaceList(one, list, by)]));
}

function parse(text: string): unknown {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined; // its message quotes the text
	}
}

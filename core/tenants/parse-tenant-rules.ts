import { TroupeError } from '../base/errors';
import type { TenantRules } from '../ports';

/** Whole numbers from these on. */
const smallest: Partial<Record<keyof TenantRules, number>> = {
	agents: 0,
	runsPerMonth: 0,
	concurrentRuns: 0,
	tokensPerMonth: 0,
	storedCharacters: 0,
	retentionDays: 1,
};

const fields: Array<keyof TenantRules> = [...(Object.keys(smallest) as Array<keyof TenantRules>), 'costUsdPerMonth', 'timeZone'];

/** @throws TroupeError INPUT_INVALID that names each wrong field */
export function parseTenantRules(input: Record<string, unknown>): TenantRules {
	const problems = Object.entries(input).flatMap(([name, value]) => describeProblem(name, value) ?? []);
	if (problems.length === 0) return input;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `These rules of a tenant are not valid: ${problems.join('; ')}.`,
		fix: 'Correct these fields. docs/tenants.md lists every field.',
		details: { problems },
	});
}

function describeProblem(name: string, value: unknown): string | undefined {
	if (!fields.includes(name as keyof TenantRules)) return `${JSON.stringify(name.slice(0, 64))} is unknown`;
	const least = smallest[name as keyof TenantRules];
	if (least !== undefined)
		return Number.isSafeInteger(value) && Number(value) >= least ? undefined : `${name} is not a whole number from ${least}`;
	if (name === 'costUsdPerMonth') return Number.isFinite(value) && Number(value) >= 0 ? undefined : `${name} is not a number from 0`;
	return typeof value === 'string' && isTimeZone(value) ? undefined : `${name} is not a time zone such as America/Sao_Paulo`;
}

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

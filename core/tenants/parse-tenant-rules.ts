import { TroupeError } from '../base/errors';
import { type KeptClass, maxKeptDays, settableClasses, unlimitedDays } from '../base/privacy/kept-classes';
import { maxRegionLength, regionForm } from '../base/network/regions';
import { explainBasisDemand, maxBasisDemands } from '../ports/channels/contact-consents';
import { runContents } from '../ports/runs/run-content';
import { executionDataKinds, settingPolicies, type TenantRules } from '../ports/tenants';

interface Rule {
	what: string;
	isValid: (value: unknown) => boolean;
	explain?: (value: unknown) => string | undefined;
}

const wholeFrom = (least: number): Rule => ({
	what: `a whole number from ${least}`,
	isValid: (value) => Number.isSafeInteger(value) && Number(value) >= least,
});

const bounded = settableClasses.filter((kept) => maxKeptDays(kept) !== undefined);
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

function isOwnDays([kept, days]: [string, unknown]): boolean {
	if (!settableClasses.includes(kept as KeptClass)) return false;
	const max = maxKeptDays(kept as KeptClass);
	if (days === 'unlimited') return max === undefined;
	return Number.isSafeInteger(days) && Number(days) >= 1 && Number(days) <= (max ?? unlimitedDays);
}

const maxPolicies = 10;
/** An id of policy files, whose form includes the registry's names; with a range, only the registry's. */
const policyName = /^(?:registry:)?[a-z0-9][a-z0-9-]{0,62}(?:@[^@\s][^@]{0,99})?$/;

const rules: Record<keyof TenantRules, Rule> = {
	agents: wholeFrom(0),
	runsPerMonth: wholeFrom(0),
	concurrentRuns: wholeFrom(0),
	tokensPerMonth: wholeFrom(0),
	costUsdPerMonth: { what: 'a number from 0', isValid: (value) => Number.isFinite(value) && Number(value) >= 0 },
	storedCharacters: wholeFrom(0),
	retentionDays: wholeFrom(1),
	runContent: {
		what: `one of ${runContents.join(', ')}`,
		isValid: (value) => (runContents as readonly unknown[]).includes(value),
	},
	runDays: wholeFrom(1),
	retention: {
		what: `an object of days (1 to ${unlimitedDays}, or "unlimited") by class: ${settableClasses.join(', ')}, with at most the days of Troupe for ${bounded.join(', ')}`,
		isValid: (value) => isObject(value) && Object.entries(value).length > 0 && Object.entries(value).every(isOwnDays),
	},
	timeZone: {
		what: 'a time zone such as America/Sao_Paulo',
		isValid: (value) => isAccepted(() => new Intl.DateTimeFormat('en', { timeZone: String(value) })),
	},
	locale: {
		what: 'a language tag (BCP 47) such as pt-BR',
		isValid: (value) => isAccepted(() => new Intl.Locale(String(value))),
	},
	executionData: {
		what: `one of ${executionDataKinds.join(', ')}`,
		isValid: (value) => (executionDataKinds as readonly unknown[]).includes(value),
	},
	settingChanges: {
		what: `one of ${settingPolicies.join(', ')}`,
		isValid: (value) => (settingPolicies as readonly unknown[]).includes(value),
	},
	residency: {
		what: 'a region such as br or eu-west',
		isValid: (value) => typeof value === 'string' && value.length <= maxRegionLength && new RegExp(regionForm).test(value),
	},
	requiredBases: {
		what: `a list of 1 to ${maxBasisDemands} legal bases such as "follow-ups marketing" or "templates marketing consent"`,
		isValid: (value) =>
			Array.isArray(value) &&
			value.length > 0 &&
			value.length <= maxBasisDemands &&
			value.every((demand) => typeof demand === 'string' && explainBasisDemand(demand) === undefined),
		explain: (value) =>
			(Array.isArray(value) ? value : []).flatMap((demand) => (typeof demand === 'string' && explainBasisDemand(demand)) || [])[0],
	},
	policies: {
		what: `a list of 1 to ${maxPolicies} different guardrail policies such as strict or strict@^1.2`,
		isValid: (value) =>
			Array.isArray(value) &&
			value.length > 0 &&
			value.length <= maxPolicies &&
			new Set(value).size === value.length &&
			value.every((name) => typeof name === 'string' && policyName.test(name)),
	},
};

/** @throws TroupeError INPUT_INVALID that names each wrong field */
export function parseTenantRules(input: Record<string, unknown>): TenantRules {
	const problems = Object.entries(input).flatMap(([name, value]) => describeProblem(name, value) ?? []);
	if (problems.length === 0) return input;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `These rules of a tenant are not valid: ${problems.join('; ')}.`,
		fix: 'Correct these fields. docs/operations/tenants.md lists every field.',
		details: { problems },
	});
}

function describeProblem(name: string, value: unknown): string | undefined {
	if (!Object.hasOwn(rules, name)) return `${JSON.stringify(name.slice(0, 64))} is unknown`;
	const { what, isValid, explain } = rules[name as keyof TenantRules];
	if (isValid(value)) return undefined;
	const wrong = explain?.(value);
	return `${name} is not ${what}${wrong === undefined ? '' : `: ${wrong}`}`;
}

function isAccepted(use: () => unknown): boolean {
	try {
		use();
		return true;
	} catch {
		return false;
	}
}

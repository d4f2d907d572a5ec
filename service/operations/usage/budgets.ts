import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, orNull } from '../../../core/base/shape';
import { budgetPeriods } from '../../../core/ports/budget';
import type { Amounts, BudgetBalance } from '../../../core/ports/usage';
import { limitsFields } from '../../../core/usage/parse-limits';
import { integer, open, string, time } from '../../../manifests/registry/api/answer-fields';
import { readSharedSetting, writeSharedSetting } from '../../../providers/compose/models/shared-limits';
import { composeUsageStore } from '../../../providers/compose/models/usage';
import { everyTenant } from '../../../providers/database/state-database';
import { operation } from '../operation';
import { listBudgets } from './list-budgets';
import { readForecasts } from './read-forecasts';
import { seenTenant, type UsagePlace } from './usage-place';

const tag = 'usage';
type Context = { host: UsagePlace };
const nullable = { resetsAt: orNull(time) };
const ofInstallation = Type.Integer({
	description: 'How many budgets of the whole installation apply too. What they counted is of all tenants, and shown on its machine',
});
const amounts = open<Partial<Amounts>>();

export const listBalances = operation({
	summary: 'List the budgets of the tenant, with what is left of each',
	tag,
	method: 'GET',
	path: 'usage/budgets',
	scope: 'usage:read',
	input: { query: closed({}) },
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				name: string,
				per: Type.Enum([...budgetPeriods]),
				setIn: Type.Enum(['file', 'shared', 'tenant', 'agent']),
				spent: amounts,
				reserved: amounts,
				left: amounts,
				...nullable,
			}),
		),
		ofInstallation,
	}),
	async perform(_input: unknown, { host }: Context) {
		const { budgets, ...more } = await listBudgets(host);
		const store = budgets.length > 0 ? await composeUsageStore(host) : undefined;
		const balances =
			(await store?.balances(
				budgets.map(({ budget }) => budget),
				Date.now(),
			)) ?? [];
		return { items: balances.map((balance, index) => describe(balance, budgets[index]!.setIn)), ...more };
	},
});

export type DescribedBalance = ReturnType<typeof describe>;

function describe({ budget, spent, reserved, resetsAt }: BudgetBalance, setIn: string) {
	// Rounded to a billionth, the precision of the ledger.
	const leftOf = (field: keyof Amounts) => Math.max(0, Math.round((budget[field]! - spent[field] - reserved[field]) * 1e9) / 1e9);
	const capped = (['costUsd', 'tokens', 'calls'] as const).filter((field) => budget[field] !== undefined);
	const left: Partial<Amounts> = Object.fromEntries(capped.map((field) => [field, leftOf(field)]));
	return { ...budget, setIn, spent, reserved, left, resetsAt: toIso(resetsAt) };
}

export const forecastBudgets = operation({
	summary: 'Say when each budget of the tenant is expected to end',
	tag,
	method: 'GET',
	path: 'usage/forecast',
	scope: 'usage:read',
	input: { query: closed({}) },
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				budget: string,
				per: string,
				field: Type.Enum(['costUsd', 'tokens', 'calls']),
				kind: Type.Enum(['used-up', 'too-little-data', 'ends', 'lasts']),
				...nullable,
			}),
		),
		ofInstallation,
	}),
	perform: async (_input: unknown, { host }: Context) => readForecasts(host),
});

export const readStoredBudgets = operation({
	summary: 'Read the stored budgets and prices of the tenant',
	tag,
	method: 'GET',
	path: 'usage/budgets/stored',
	scope: 'usage:read',
	input: { query: closed({}) },
	output: Type.Object({
		stored: Type.Union([Type.Object({ version: integer, author: string, at: time, document: open() }), Type.Null()]),
	}),
	async perform(_input: unknown, { host }: Context) {
		const setting = await readSharedSetting(host, seenTenant(host) ?? everyTenant);
		if (!setting) return { stored: null };
		const { version, author, at, value } = setting;
		return { stored: { version, author, at: toIso(at), document: JSON.parse(value) as Record<string, unknown> } };
	},
});

export const storeBudgets = operation({
	summary: 'Store the budgets and prices of the tenant, in place of those stored before',
	tag,
	method: 'PUT',
	path: 'usage/budgets/stored',
	scope: 'usage:manage',
	input: { body: closed(limitsFields) },
	output: Type.Object({ version: integer }),
	async perform(document, { host, by }: Context & { by: string }) {
		const text = JSON.stringify(document);
		const author = host.operator ? undefined : by;
		const { version } = await writeSharedSetting(host, seenTenant(host) ?? everyTenant, text, 'The list of budgets', author);
		return { version };
	},
});

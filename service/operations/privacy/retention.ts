import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import {
	findKeptDays,
	findOwnDays,
	type KeptClass,
	keptClasses,
	type KeptRule,
	type KeptRules,
	maxKeptDays,
	settableClasses,
	unlimitedDays,
} from '../../../core/base/privacy/kept-classes';
import { closed, optional, orNull } from '../../../core/base/shape';
import { parseTenant } from '../../../core/base/tenant';
import { languages } from '../../../core/base/text/languages';
import type { TenantRules } from '../../../core/ports/tenants';
import { classWords, findFixedWords } from '../../../core/privacy/class-words';
import { describeKept } from '../../../core/privacy/register-words';
import { parseTenantRules } from '../../../core/tenants/parse-tenant-rules';
import { integer, string } from '../../../manifests/registry/api/answer-fields';
import type { MemoryStoreHost } from '../../../providers/compose/hosts/state-host';
import { composeEvents } from '../../../providers/compose/events/events';
import { dropReadRules, openTenants } from '../../../providers/compose/state/host-tenants';
import { readDue, usualAheadDays } from '../../privacy/due-rows';
import { operation, type OperationContext, type OperationHost } from '../operation';
import { checkReach, type Reaching } from '../reach';

type Place = OperationHost & Reaching & MemoryStoreHost;
type Context = OperationContext<Place>;

const classes = Object.keys(keptClasses) as KeptClass[];
const nullableInteger = orNull(Type.Integer());
const bySource = ['retention', 'runDays', 'retentionDays', 'setting', 'usual', 'none'] as const;
const counted = { due: integer, dueSoon: integer, held: integer };
const ofTenant = optional({ tenant: Type.String({ description: 'Default: the own one', minLength: 1, maxLength: 200 }) });

const described = {
	class: Type.Enum(classes),
	what: string,
	kept: string,
	days: orNull(Type.Integer({ description: 'Null: no number of days ends it' })),
	from: Type.Enum([...bySource], { description: 'The rule of the tenant that says it; `usual`: the days of Troupe; `none`: it has none' }),
	canSet: Type.Boolean(),
	maxDays: orNull(Type.Integer({ description: 'A tenant cannot keep it longer' })),
	...counted,
	tables: Type.Array(Type.Object({ store: string, table: string, ...counted })),
	why: orNull(Type.String({ description: 'Why a tenant cannot set it' })),
};

export const readRetention = operation({
	summary: 'Tell how long each class of data is kept, by which rule, and what the next cleanings remove',
	tag: 'privacy',
	method: 'GET',
	path: 'privacy/retention',
	scope: 'tenant:manage',
	maxAtOnce: 2,
	input: {
		query: closed({
			...ofTenant,
			...optional({
				language: Type.Enum([...languages]),
				within: Type.Integer({ description: 'Days ahead of `dueSoon`. Default: 7', minimum: 1, maximum: unlimitedDays }),
			}),
		}),
	},
	output: Type.Object({ tenant: string, within: integer, items: Type.Array(Type.Object(described)) }),
	/** @throws TroupeError ACCESS_DENIED for another tenant without tenant:tenants */
	async perform({ tenant: named, language = 'en', within = usualAheadDays }, { host: own }: Context) {
		const host = reach(named, own);
		const rules = await readRules(host);
		const items = [];
		for (const kept of classes) {
			const days = findKeptDays(kept, rules);
			items.push({
				class: kept,
				what: classWords[kept][language],
				kept: describe(kept, rules, language),
				days: days ?? null,
				from: findSource(kept, rules),
				canSet: settableClasses.includes(kept),
				maxDays: maxKeptDays(kept) ?? null,
				...(await readDue(kept, rules, host, within)),
				why: findFixedWords(kept)?.[language] ?? null,
			});
		}
		return { tenant: host.tenant, within, items };
	},
});

export const setRetention = operation({
	summary: 'Set how long a tenant keeps a class of data, and tell what the next cleaning removes then',
	tag: 'privacy',
	method: 'POST',
	path: 'privacy/retention',
	scope: 'tenant:tenants',
	maxAtOnce: 2,
	input: {
		body: closed({
			class: Type.Enum(classes),
			days: Type.Union([Type.Integer({ minimum: 1, maximum: unlimitedDays }), Type.Enum(['unlimited', 'default'])], {
				description: '`default`: as the other rules of the tenant say',
			}),
			...ofTenant,
			...optional({ dryRun: Type.Boolean({ description: 'Changes nothing' }) }),
		}),
	},
	output: Type.Object({
		tenant: string,
		class: Type.Enum(classes),
		before: nullableInteger,
		after: nullableInteger,
		dryRun: Type.Boolean(),
		due: Type.Integer({ description: 'Rows that the next cleaning removes by the new rule' }),
		held: integer,
		more: Type.Integer({ description: 'Those of them that the rule before would have left' }),
	}),
	/** @throws TroupeError INPUT_INVALID for a class that no tenant sets; ACCESS_DENIED */
	async perform({ class: kept, days, tenant: named, dryRun = false }, { host: own, by }: Context) {
		const host = reach(named, own);
		checkSettable(kept, days);
		const before = await readRules(host);
		const after = withDays(before, kept, days);
		const old = await readDue(kept, before, host);
		const next = await readDue(kept, after, host);
		const store = (await openTenants(host))!;
		if (!dryRun) {
			const changed = { changedAt: Date.now(), changedBy: by };
			await store.change(host.tenant, changed, (rules) => parseTenantRules(withDays(rules, kept, days) as Record<string, unknown>));
			dropReadRules(host);
		}
		const more = Math.max(0, next.due - old.due);
		// The only warning: the next cleaning is within a day.
		if (!dryRun && more > 0)
			await composeEvents(host).publish(host.tenant, { type: 'retention.due', data: { class: kept, rows: next.due, withinDays: 1 } });
		return {
			tenant: host.tenant,
			class: kept,
			before: findKeptDays(kept, before) ?? null,
			after: findKeptDays(kept, after) ?? null,
			dryRun,
			due: next.due,
			held: next.held,
			more,
		};
	},
});

const readRules = async (host: OperationHost): Promise<TenantRules> => (await (await openTenants(host))!.find(host.tenant))?.rules ?? {};

/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED */
function reach(tenant: string | undefined, host: Place): Place {
	if (tenant === undefined) return host;
	checkReach(parseTenant(tenant, 'The tenant'), host, 'tenant:tenants');
	return { ...host, tenant };
}

function withDays({ retention = {}, ...rules }: TenantRules, kept: KeptClass, days: number | 'unlimited' | 'default'): TenantRules {
	const { [kept]: _own, ...others } = retention;
	const all = days === 'default' ? others : { ...others, [kept]: days };
	return { ...rules, ...(Object.keys(all).length > 0 && { retention: all }) };
}

function findSource(kept: KeptClass, rules: KeptRules): (typeof bySource)[number] {
	const { days, setting }: KeptRule = keptClasses[kept];
	const own = findOwnDays(kept, rules);
	if (own) return own.by;
	return setting !== undefined ? 'setting' : days === undefined ? 'none' : 'usual';
}

function describe(kept: KeptClass, rules: KeptRules, language: (typeof languages)[number]): string {
	const days = findKeptDays(kept, rules);
	if (days === undefined && findOwnDays(kept, rules)?.days === 'unlimited') return language === 'pt' ? 'sem prazo' : 'unlimited';
	return describeKept(kept, days, language);
}

function checkSettable(kept: KeptClass, days: number | 'unlimited' | 'default'): void {
	if (!settableClasses.includes(kept))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `A tenant cannot set how long "${kept}" is kept: ${findFixedWords(kept)!.en}`,
			fix: `Name one of ${settableClasses.join(', ')}.`,
		});
	const max = maxKeptDays(kept);
	if (max === undefined || days === 'default' || (days !== 'unlimited' && days <= max)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${kept}" cannot be kept for ${days === 'unlimited' ? 'an unlimited time' : `${days} days`}: ${max} days at most.`,
		fix: `Set 1 to ${max} days.`,
	});
}

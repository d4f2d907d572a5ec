/** Retention by classes. The stores take their days from here. */

export interface KeptRule {
	/** A tenant's rule in place of `days`. */
	rule?: 'retentionDays' | 'runDays';
	/** Without a tenant's rule. Absent: no end in days. */
	days?: number;
	/** The rule cannot exceed `days`. */
	isAtMost?: true;
	/** A setting in place of `days`. */
	setting?: 'TROUPE_LOG_DAYS' | '--keep-days';
	/** The event that starts the days, or ends the data. */
	from: 'use' | 'end' | 'creation' | 'removal' | 'completion' | 'count' | 'expiry' | 'never';
}

export const keptClasses = {
	/** Contacts and their messages. Without a tenant's rule, until they are forgotten. */
	conversation: { rule: 'retentionDays', from: 'use' },
	/** Requests of providers. Abandoned ones stay three times as long. */
	request: { rule: 'retentionDays', days: 30, isAtMost: true, from: 'end' },
	requestMark: { days: 90, from: 'creation' },
	memory: { rule: 'retentionDays', days: 365, from: 'use' },
	token: { rule: 'retentionDays', days: 30, from: 'use' },
	run: { rule: 'runDays', days: 30, from: 'use' },
	/** n8n executions about persons. Without a tenant's rule, until n8n prunes them. */
	execution: { rule: 'retentionDays', from: 'use' },
	/** Names that runs took, so that nothing is done twice. */
	claim: { days: 30, from: 'creation' },
	count: { rule: 'retentionDays', days: 30, isAtMost: true, from: 'use' },
	lift: { days: 365, from: 'creation' },
	call: { days: 90, from: 'creation' },
	usage: { days: 400, from: 'creation' },
	month: { days: 31, from: 'use' },
	violation: { days: 90, from: 'creation' },
	quality: { days: 400, from: 'creation' },
	vector: { days: 90, from: 'use' },
	event: { days: 30, from: 'creation' },
	log: { days: 7, setting: 'TROUPE_LOG_DAYS', from: 'creation' },
	operation: { rule: 'retentionDays', days: 7, isAtMost: true, from: 'end' },
	key: { days: 90, from: 'end' },
	accessToken: { days: 30, from: 'end' },
	process: { days: 30, setting: '--keep-days', from: 'end' },
	removedDocument: { days: 30, from: 'creation' },
	/** Documents: until they are removed, or the collection's rule applies. */
	knowledge: { from: 'removal' },
	setting: { from: 'removal' },
	newest: { from: 'count' },
	work: { from: 'completion' },
	/** Rows that expire within minutes to some weeks. */
	brief: { from: 'expiry' },
	record: { from: 'never' },
} as const satisfies Record<string, KeptRule>;

export type KeptClass = keyof typeof keptClasses;

export interface KeptRules {
	retentionDays?: number;
	runDays?: number;
	retention?: { readonly [Kept in KeptClass]?: OwnDays };
}

type OwnDays = number | 'unlimited';

/** No store has an older row. */
export const unlimitedDays = 36_500;

export const isSettable = (kept: KeptClass): boolean => 'rule' in keptClasses[kept];

export const settableClasses = (Object.keys(keptClasses) as KeptClass[]).filter(isSettable);

/** Max days of a tenant's rule; undefined for unlimited. */
export function maxKeptDays(kept: KeptClass): number | undefined {
	const { isAtMost, days }: KeptRule = keptClasses[kept];
	return isAtMost ? days : undefined;
}

/** Finds the tenant's rule for a class, and its place; undefined without one. */
export function findOwnDays(kept: KeptClass, rules: KeptRules): { days: OwnDays; by: keyof KeptRules } | undefined {
	const { rule }: KeptRule = keptClasses[kept];
	if (rule === undefined) return undefined;
	const { retentionDays, runDays, retention: { [kept]: own } = {} } = rules;
	if (own !== undefined) return { days: own, by: 'retention' };
	if (rule === 'runDays' && runDays !== undefined) return { days: runDays, by: 'runDays' };
	return retentionDays === undefined ? undefined : { days: retentionDays, by: 'retentionDays' };
}

export function findKeptDays(kept: KeptClass, rules: KeptRules): number | undefined {
	const { days, isAtMost }: KeptRule = keptClasses[kept];
	const own = findOwnDays(kept, rules)?.days;
	if (own === 'unlimited') return isAtMost ? days : undefined;
	return isAtMost && own !== undefined && days !== undefined ? Math.min(own, days) : (own ?? days);
}

export const dayMs = 86_400_000;

/** Default retention, in milliseconds. */
export const keptMs = (
	kept: { [Kept in KeptClass]: (typeof keptClasses)[Kept] extends { days: number } ? Kept : never }[KeptClass],
): number => keptClasses[kept].days * dayMs;

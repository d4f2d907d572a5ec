/** Says how long data is kept, by classes. The stores take their days from here. */

export interface KeptRule {
	/** A rule of the tenant in place of `days`. */
	rule?: 'retentionDays' | 'runDays';
	/** Without a rule of the tenant. Absent: there is no end in days. */
	days?: number;
	/** The rule cannot keep longer than `days`. */
	isAtMost?: true;
	/** A setting in place of `days`. */
	setting?: 'TROUPE_LOG_DAYS' | '--keep-days';
	/** The event from which the days count, or which ends it without days. */
	from: 'use' | 'end' | 'creation' | 'removal' | 'completion' | 'count' | 'expiry' | 'never';
}

export const keptClasses = {
	/** Contacts, and their messages. Without a rule of the tenant, until they are forgotten. */
	conversation: { rule: 'retentionDays', from: 'use' },
	/** Requests of providers. Those that were given up: three times as long. */
	request: { rule: 'retentionDays', days: 30, isAtMost: true, from: 'end' },
	requestMark: { days: 90, from: 'creation' },
	/** Memories of agents. */
	memory: { rule: 'retentionDays', days: 365, from: 'use' },
	token: { rule: 'retentionDays', days: 30, from: 'use' },
	run: { rule: 'runDays', days: 30, from: 'use' },
	/** Executions of n8n that are about persons. Without a rule of the tenant, until n8n prunes them. */
	execution: { rule: 'retentionDays', from: 'use' },
	/** Names that runs took for good, so that nothing is done twice. */
	claim: { days: 30, from: 'creation' },
	/** The counts of stateful guardrails. */
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
	/** Documents of the knowledge: until somebody removes them, or their collection's rule does. */
	knowledge: { from: 'removal' },
	/** Settings that somebody made. */
	setting: { from: 'removal' },
	/** The newest of a number. */
	newest: { from: 'count' },
	work: { from: 'completion' },
	/** Rows with an end of their own, within minutes to some weeks. */
	brief: { from: 'expiry' },
	/** Records of who did what, for auditors. */
	record: { from: 'never' },
} as const satisfies Record<string, KeptRule>;

export type KeptClass = keyof typeof keptClasses;

/** Rules of a tenant for how long it keeps data. */
export interface KeptRules {
	/** For all classes that a tenant can set. */
	retentionDays?: number;
	runDays?: number;
	/** For single classes, in place of the others. */
	retention?: { readonly [Kept in KeptClass]?: OwnDays };
}

export type OwnDays = number | 'unlimited';

/** No store has an older row. */
export const unlimitedDays = 36_500;

/** Tells whether a tenant can set how long the class is kept. */
export const isSettable = (kept: KeptClass): boolean => 'rule' in keptClasses[kept];

export const settableClasses = (Object.keys(keptClasses) as KeptClass[]).filter(isSettable);

/** The days above which a tenant cannot keep the class; undefined where it can keep it for ever. */
export function maxKeptDays(kept: KeptClass): number | undefined {
	const { isAtMost, days }: KeptRule = keptClasses[kept];
	return isAtMost ? days : undefined;
}

/** Finds the tenant's rule for a class, and where it stands; undefined where there is none. */
export function findOwnDays(kept: KeptClass, rules: KeptRules): { days: OwnDays; by: keyof KeptRules } | undefined {
	const { rule }: KeptRule = keptClasses[kept];
	if (rule === undefined) return undefined;
	const { retentionDays, runDays, retention: { [kept]: own } = {} } = rules;
	if (own !== undefined) return { days: own, by: 'retention' };
	if (rule === 'runDays' && runDays !== undefined) return { days: runDays, by: 'runDays' };
	return retentionDays === undefined ? undefined : { days: retentionDays, by: 'retentionDays' };
}

/** When data of a class goes, in days; undefined where no number of days ends it. */
export function findKeptDays(kept: KeptClass, rules: KeptRules): number | undefined {
	const { days, isAtMost }: KeptRule = keptClasses[kept];
	const own = findOwnDays(kept, rules)?.days;
	if (own === 'unlimited') return isAtMost ? days : undefined;
	return isAtMost && own !== undefined && days !== undefined ? Math.min(own, days) : (own ?? days);
}

export const dayMs = 86_400_000;

/** The time of a class without a rule of the tenant, in milliseconds. */
export const keptMs = (
	kept: { [Kept in KeptClass]: (typeof keptClasses)[Kept] extends { days: number } ? Kept : never }[KeptClass],
): number => keptClasses[kept].days * dayMs;

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

/** When data of a class goes, in days; undefined where no number of days ends it. */
export function findKeptDays(kept: KeptClass, rules: { retentionDays?: number; runDays?: number }): number | undefined {
	const { rule, days, isAtMost }: KeptRule = keptClasses[kept];
	const own = rule === undefined ? undefined : (rule === 'runDays' && rules.runDays) || rules.retentionDays;
	return isAtMost && own !== undefined && days !== undefined ? Math.min(own, days) : (own ?? days);
}

const dayMs = 86_400_000;

/** The time of a class without a rule of the tenant, in milliseconds. */
export const keptMs = (
	kept: { [Kept in KeptClass]: (typeof keptClasses)[Kept] extends { days: number } ? Kept : never }[KeptClass],
): number => keptClasses[kept].days * dayMs;

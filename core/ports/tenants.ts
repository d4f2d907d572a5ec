import type { KeptRules } from '../base/privacy/kept-classes';
import type { RunContent } from './runs/run-content';

/** An absent limit does not limit. */
export interface TenantLimits {
	/** Different agents within 31 days. */
	agents?: number;
	/** In a calendar month of its time zone. */
	runsPerMonth?: number;
	/** Over all machines. */
	concurrentRuns?: number;
	/** In a calendar month, in UTC as all budgets. */
	tokensPerMonth?: number;
	costUsdPerMonth?: number;
	/** UTF-16 code units, in its collections. */
	storedCharacters?: number;
}

export interface TenantRules extends TenantLimits {
	/** Days without use until conversations, their tokens and memories are removed. */
	retentionDays?: number;
	/** Texts of ended runs. Default: masked. */
	runContent?: RunContent;
	/** Days without use until runs are removed. Default: `retentionDays`, or 30. */
	runDays?: number;
	/** Single classes of data, in place of `retentionDays` and `runDays`. */
	retention?: NonNullable<KeptRules['retention']>;
	/** An IANA name, such as `America/Sao_Paulo`. Default: UTC. */
	timeZone?: string;
	/** BCP 47, such as `pt-BR`: for Troupe's texts where neither the agent nor the text decides the language. */
	locale?: string;
	/** Checks besides the agent's own, such as `strict` or, from the registry, `strict@^1.2`. */
	policies?: string[];
	/** A region such as `br`: servers elsewhere are refused. */
	residency?: string;
	/** For messages of every channel, like `requiredBases` of a channel. */
	requiredBases?: string[];
	/** For data that n8n stores. Default: values. */
	executionData?: (typeof executionDataKinds)[number];
	/** Changes of channel settings and texts by people. Default: allow. */
	settingChanges?: (typeof settingPolicies)[number];
}

/** `approve`: waits for a second person. */
export const settingPolicies = ['allow', 'approve', 'refuse'] as const;

/** `tokens`: from the vault in place of personal data; a node can show values on purpose, which the audit log says. `tokens-only`: no node can. */
export const executionDataKinds = ['values', 'tokens', 'tokens-only'] as const;

export interface Tenant {
	name: string;
	rules: TenantRules;
	changedAt: number;
	changedBy: string;
}

export interface RunEntry {
	tenant: string;
	runId: string;
	agent: string;
	rules: TenantRules;
	/** Latest end, in milliseconds since the epoch. */
	until: number;
	now: number;
}

export interface LimitShare {
	limit: 'runsPerMonth';
	percent: 80 | 100;
	/** True once in each month, over all machines. */
	isFirst: boolean;
	used: number;
	max: number;
	/** `2026-11` */
	month: string;
}

export interface TenantUse {
	agents: Array<{ agent: string; lastRunAt: number }>;
	/** `2026-11` */
	month: string;
	runsThisMonth: number;
	runningNow: number;
}

/** Shared by any number of processes. */
export interface TenantStore {
	find(tenant: string): Promise<Tenant | undefined>;
	list(): Promise<Tenant[]>;
	set(tenant: Tenant): Promise<void>;
	change(name: string, who: Pick<Tenant, 'changedAt' | 'changedBy'>, toRules: (before: TenantRules) => TenantRules): Promise<Tenant>;
	/** Stored data of the tenant stays. */
	remove(tenant: string): Promise<boolean>;
	/**
	 * Counts each id once. Returns the reached shares, if the run was not counted before. @throws TroupeError TENANT_LIMIT_REACHED, retryable for
	 * runs at the same time; then nothing is counted
	 */
	enter(entry: RunEntry): Promise<LimitShare[]>;
	leave(tenant: string, runId: string): Promise<void>;
	use(tenant: string, rules: TenantRules, now: number): Promise<TenantUse>;
}

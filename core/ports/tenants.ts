import type { KeptRules } from '../base/privacy/kept-classes';
import type { RunContent } from './runs/run-content';

/** What a tenant may use. An absent limit does not limit. */
export interface TenantLimits {
	/** Different agents within 31 days. */
	agents?: number;
	/** Runs of agents in a calendar month of its time zone. */
	runsPerMonth?: number;
	/** Runs of agents at the same time, over all machines. */
	concurrentRuns?: number;
	/** Tokens and US dollars of model calls in a calendar month, in UTC as all budgets. */
	tokensPerMonth?: number;
	costUsdPerMonth?: number;
	/** UTF-16 code units of the texts in its collections. */
	storedCharacters?: number;
}

export interface TenantRules extends TenantLimits {
	/** After how many days without use conversations, their tokens and memories are removed. */
	retentionDays?: number;
	/** What is kept of the texts of runs that have ended. Default: masked. */
	runContent?: RunContent;
	/** After how many days without use runs are removed. Default: `retentionDays`, or 30. */
	runDays?: number;
	/** The same for single classes of data, in place of `retentionDays` and `runDays`. */
	retention?: NonNullable<KeptRules['retention']>;
	/** An IANA name, such as `America/Sao_Paulo`. Default: UTC. */
	timeZone?: string;
	/** A language tag (BCP 47), such as `pt-BR`: the language of what Troupe says where neither the agent nor the text decides it. */
	locale?: string;
	/** Guardrail policies that check every text besides the agent's own, such as `strict` or, from the registry, `strict@^1.2`. */
	policies?: string[];
	/** The region in which its data stays, such as `br`: servers that are elsewhere are refused. */
	residency?: string;
	/** Legal bases that messages of every channel need, as `requiredBases` of a channel has them. */
	requiredBases?: string[];
	/** What nodes give n8n, which stores it. Default: values. */
	executionData?: (typeof executionDataKinds)[number];
	/** What becomes of a change of settings and texts of channels by people. Default: allow. */
	settingChanges?: (typeof settingPolicies)[number];
}

/** `approve`: it waits until a second person approves it. */
export const settingPolicies = ['allow', 'approve', 'refuse'] as const;

/** `tokens`: of the vault in place of personal data; a node can show values on purpose, which the audit log says. `tokens-only`: no node can. */
export const executionDataKinds = ['values', 'tokens', 'tokens-only'] as const;

export interface Tenant {
	name: string;
	rules: TenantRules;
	changedAt: number;
	/** The account that changed the rules. */
	changedBy: string;
}

/** A run that asks to start. */
export interface RunEntry {
	tenant: string;
	runId: string;
	agent: string;
	rules: TenantRules;
	/** When the run ends at the latest, in milliseconds since the epoch. */
	until: number;
	now: number;
}

/** A share of a limit that is reached. */
export interface LimitShare {
	limit: 'runsPerMonth';
	percent: 80 | 100;
	/** Whether this run reached it: true once in each month, over all machines. */
	isFirst: boolean;
	used: number;
	max: number;
	/** `2026-11` */
	month: string;
}

/** What a tenant uses at the moment. */
export interface TenantUse {
	agents: Array<{ agent: string; lastRunAt: number }>;
	/** `2026-11` */
	month: string;
	runsThisMonth: number;
	runningNow: number;
}

/** Tenants with rules, and what they use; shared by any number of processes. */
export interface TenantStore {
	find(tenant: string): Promise<Tenant | undefined>;
	list(): Promise<Tenant[]>;
	set(tenant: Tenant): Promise<void>;
	/** Sets what `toRules` makes of the rules, which nobody else changes meanwhile. */
	change(name: string, who: Pick<Tenant, 'changedAt' | 'changedBy'>, toRules: (before: TenantRules) => TenantRules): Promise<Tenant>;
	/** Removes the rules, not what the tenant stored. */
	remove(tenant: string): Promise<boolean>;
	/**
	 * Counts a run, once for each id, and notes that it runs. Returns the shares that are reached, if the run was not counted before.
	 * @throws TroupeError TENANT_LIMIT_REACHED, retryable for runs at the same time; then nothing is counted
	 */
	enter(entry: RunEntry): Promise<LimitShare[]>;
	leave(tenant: string, runId: string): Promise<void>;
	use(tenant: string, rules: TenantRules, now: number): Promise<TenantUse>;
}

import { call } from '../../api/call';
import type { Page } from '../../api/use-pages';
import type { Tone } from '../../parts/status';

/** Kinds of the room; the registry has others. */
export type Kind = 'agent' | 'prompt' | 'template';
export type ManifestState = 'draft' | 'approved' | 'deprecated' | 'revoked' | 'rejected';

export interface Manifest {
	sha256: string;
	kind: string;
	name: string;
	version: string;
	state: ManifestState;
	author: string;
	approvals: Array<{ approver: string; at: string; notCounted?: string }>;
	threshold: number;
	publishedAt: string;
	approved?: boolean;
	problems?: string[];
	purpose?: string;
	notes?: string;
	successor?: string;
	reason?: string;
}

export const manifestTones: Record<ManifestState, Tone> = {
	draft: 'busy',
	approved: 'good',
	deprecated: 'warn',
	revoked: 'bad',
	rejected: 'quiet',
};

export const readManifests = (
	query: { kind: Kind; name?: string; state?: string },
	cursor: string | undefined,
	signal: AbortSignal,
): Promise<Page<Manifest>> => call<Page<Manifest>>('GET manifests', { query: { ...query, limit: 100, cursor }, signal });

export interface Group {
	succeeded: number;
	failed: number;
	judgedPassed: number;
	judgedFailed: number;
}

export interface Rollout {
	id: string;
	kind: string;
	package: string;
	from: string;
	to: string;
	percent: number;
	state: 'running' | 'paused' | 'completed' | 'aborted';
	stages: Array<{ percent: number; minimumMinutes: number }>;
	stage: number;
	stageSince: string;
	samples: { succeeded: number; failed: number };
	revision: number;
	by?: 'instance' | 'contact';
	quality?: { compare: 'judged' | 'runs' };
	others?: string[];
	groups?: { from: Group; to: Group; others?: Group[]; worse?: string[] };
	reporters?: Array<{ subject: string; from: Group; to: Group }>;
	reportedAt?: string;
	reason?: string;
}

export const readRollouts = (signal: AbortSignal) => call<{ rollouts: Rollout[] }>('GET rollouts', { signal });

export function compareVersions(one: string, other: string): number {
	const [own, others] = [one, other].map((version) => version.split('-')[0]!.split('.').map(Number)) as [number[], number[]];
	const place = own.findIndex((part, index) => part !== others[index]);
	if (place !== -1) return own[place]! - (others[place] ?? 0);
	if (one.includes('-') === other.includes('-')) return one.localeCompare(other, 'en', { numeric: true });
	return one.includes('-') ? -1 : 1;
}

import type { Tone } from '../../parts/status';

/** A run as `GET /api/v1/runs` lists it. */
export interface Run {
	runId: string;
	agent: { id: string; version?: string; sha256?: string } | null;
	state: RunState;
	outcome: string | null;
	reason: string | null;
	errorCode: string | null;
	error: string | null;
	host: string | null;
	by: string | null;
	of: Record<string, unknown>;
	startedAt: string;
	endedAt: string | null;
	entries: number;
}

export const runStates = ['running', 'waiting', 'completed', 'failed', 'cancelled', 'interrupted'] as const;
export type RunState = (typeof runStates)[number];

export const tones: Record<RunState, Tone> = {
	running: 'busy',
	waiting: 'warn',
	completed: 'good',
	failed: 'bad',
	cancelled: 'quiet',
	interrupted: 'bad',
};

import type { Tone } from '../../parts/status';

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

interface Agent {
	id: string;
	version?: string;
	sha256?: string;
}

export interface Run {
	runId: string;
	agent: Agent | null;
	state: RunState;
	outcome: string | null;
	reason: string | null;
	errorCode: string | null;
	error: string | null;
	fix: string | null;
	host: string | null;
	by: string | null;
	of: Readonly<Record<string, string>>;
	startedAt: string;
	endedAt: string | null;
	entries: number;
	costUsd?: number | null;
	model?: string | null;
}

export interface RunCounts {
	from: string;
	states: Record<RunState, number>;
	more: RunState[];
	faults: Array<{ code: string | null; runs: number; runId: string; error: string | null; fix: string | null; startedAt: string }>;
}

interface Team {
	agent: string;
	/** Ids of the calls that led to the agent, joined by `/`. */
	call: string;
}

export interface Guardrail {
	guardrail: string;
	code: string;
	stage: string;
	action: string;
	reason: string;
	policy?: { id: string };
	matches: number;
}

interface Search {
	collection: string;
	mode: string;
	passages: number;
	fellBack?: string;
	reranker?: string;
}

interface Passage {
	document: string;
	title: string;
	chunk: string;
	score: number;
	page?: number;
}

interface Attempt {
	model: string;
	ok: boolean;
	durationMs: number;
	errorCode?: string;
	budget?: string;
}

interface Asked {
	id: string;
	kind: 'approval' | 'question';
	agent?: string;
	tool?: string;
	arguments?: unknown;
	because?: string;
	question?: string;
}

/** A step as `GET /api/v1/runs/RUN` returns it; its texts are stored masked. */
export type Step = { startedAt: string; durationMs: number; team?: Team; guardrails?: Guardrail[] } & (
	| { kind: 'input'; passages: Passage[]; searches?: Search[] }
	| {
			kind: 'model';
			purpose: 'answer' | 'summary' | 'review' | 'extract';
			model: string | null;
			usage?: { inputTokens: number; outputTokens: number };
			costUsd: number | null;
			attempts: Attempt[];
			toolCalls?: number;
			limit?: string;
			instead?: { code: string; message: string };
			tool?: string;
			verdict?: string;
			reason?: string;
	  }
	| {
			kind: 'tool';
			callId: string;
			tool: string;
			source?: string;
			arguments?: unknown;
			outcome: string;
			errorCode?: string;
			characters: number;
			text: string;
			search?: Search;
			passages?: Passage[];
	  }
	| { kind: 'question'; pending: Asked[]; outside?: string[] }
	| { kind: 'decision'; callId: string; approved: boolean; by?: string; comment?: string }
	| { kind: 'end'; outcome: string; reason?: string; guardrail?: string; limit?: string }
);
export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** A run as `GET /api/v1/runs/RUN` shows it to readers of runs. */
export interface ShownRun {
	runId: string;
	agent: Agent;
	by?: string;
	startedAt?: string;
	host: string | null;
	state: RunState;
	of: Readonly<Record<string, string>>;
	links?: { execution?: string };
	isOverdue?: true;
	outcome: string | null;
	cancelled?: { by: string; reason: string | null };
	errorCode: string | null;
	error: string | null;
	fix: string | null;
	recorded?: number;
	waiting?: { since: number; decideBy: number; whenTimedOut: string; expiresAt: number };
	pending?: Asked[];
	message: string | null;
	/** What it has of the texts: `none`, `masked` or `full`. */
	kept?: string;
	isRevealable?: true;
	steps?: Step[];
	usage?: {
		inputTokens: number;
		outputTokens: number;
		costUsd: number | null;
		costIsPartial?: true;
		durationMs: number;
		modelCalls: number;
		toolCalls: number;
	};
	reply: string | null;
	ending?: { kind: string; reason?: string; guardrail?: string; limit?: string };
}

export const nameRun = ({ agent, runId, of }: Pick<Run, 'agent' | 'runId' | 'of'>): string =>
	agent !== null && agent.id !== '?' ? agent.id : (of.node ?? of.sandbox ?? runId);

export const pathOfRun = (runId: string): string => `runs/${encodeURIComponent(runId)}`;

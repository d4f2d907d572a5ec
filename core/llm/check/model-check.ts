import type { ChatModel } from '../../ports/models/models';
import type { CheckName } from './check-consequences';

export interface ModelCheck {
	check: CheckName;
	/** `partial`: it works, with a difference that the detail names. `skipped`: it was not asked. */
	result: 'works' | 'partial' | 'fails' | 'skipped';
	/** Expected and actual value; never a key. */
	detail: string;
	meaning: string;
}

export interface CheckedEndpoint {
	open: (options?: { model?: string; apiKey?: string; needs?: string[] }) => Promise<ChatModel>;
	remedies: Partial<Record<CheckName, string[]>>;
	learned: () => string[];
	hasKeys: boolean;
	hasCallIds: boolean;
	images: boolean;
	tooLongCharacters: number;
	timeoutMs: number;
}

/** The announced cost is computed from these. */
export const checkBounds = { calls: 26, inputTokensPerCall: 700, windowTokens: 8_000, outputTokensPerCall: 300 };

export type Verdict = Pick<ModelCheck, 'result' | 'detail'>;
export type Check = (endpoint: CheckedEndpoint, signal: AbortSignal) => Promise<Verdict>;

export const works = (detail: string): Verdict => ({ result: 'works', detail });
export const partial = (detail: string): Verdict => ({ result: 'partial', detail });
export const fails = (detail: string): Verdict => ({ result: 'fails', detail });
export const skipped = (detail: string): Verdict => ({ result: 'skipped', detail });

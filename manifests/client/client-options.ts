import { type Clock, systemClock } from '../../core/ports/host';
import type { TrustFolders } from '../trust/trust-folders';
import type { TrustRules } from '../trust/trust-rules';
import type { EventStreamOptions } from './event-stream';
import type { HintLimits } from './hint-limit';
import type { RegistryAddress } from './registry-settings';

export interface RegistryClientOptions {
	address: RegistryAddress;
	tenant: string;
	/** Their root vouches for everything from the registry. */
	folders: Pick<TrustFolders, 'pinned' | 'named' | 'bundled'>;
	rules?: TrustRules;
	clock?: Clock;
	/** Called with each fault and each refused document; the host gets no error. */
	onFault?: (error: unknown) => void;
	/** Time that a response is fresh. Default 300 s. */
	ttlMs?: number;
	/** Wait after a failure. Default 30 s. */
	retryMs?: number;
	/** Max wait of a decision when the cache is not fresh. Default 5 s. */
	timeoutMs?: number;
	/** Max wait of the snapshot for its manifests. Default 1 s. */
	budgetMs?: number;
	/** Timeout of one response. Default 60 s; documents have shorter ones. */
	answerMs?: number;
	hintLimits?: HintLimits;
	/** Delay before events are followed: a short command opens no stream. Default 0.5 s. */
	eventsAfterMs?: number;
	events?: Partial<Pick<EventStreamOptions, 'silenceMs' | 'firstWaitMs' | 'maxWaitMs' | 'bytesPerMinute'>>;
}

type Defaulted = 'clock' | 'onFault' | 'ttlMs' | 'retryMs' | 'timeoutMs' | 'budgetMs' | 'answerMs' | 'eventsAfterMs';
export type ClientSettings = RegistryClientOptions & Required<Pick<RegistryClientOptions, Defaulted>>;

export const withDefaults = (options: RegistryClientOptions): ClientSettings => ({
	clock: systemClock,
	onFault: () => undefined,
	ttlMs: 300_000,
	retryMs: 30_000,
	timeoutMs: 5_000,
	budgetMs: 1_000,
	answerMs: 60_000,
	eventsAfterMs: 500,
	...options,
});

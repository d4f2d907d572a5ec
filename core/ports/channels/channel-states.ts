import type { ChannelHealth } from './channel';
import type { Lack } from './lacks';

/** `account`: can the provider send and receive? `agent`: can it, or the process, answer? `needs`: is everything there that answers need? */
export interface ChannelPartState {
	tenant: string;
	channel: string;
	part: 'account' | 'agent' | 'needs';
	state: ChannelHealth['state'] | 'ready' | 'away' | 'complete' | 'lacking';
	/** Without personal data; of an agent as `CODE: message`. */
	reason: string | null;
	lacks?: Lack[];
	/** Start of this state. Milliseconds since the epoch. */
	since: number;
	checkedAt: number;
}

export const downStates: ReadonlyArray<ChannelPartState['state']> = ['disconnected', 'unauthorized'];

export const goodStates: ReadonlyArray<ChannelPartState['state']> = ['connected', 'ready', 'complete'];

export type NewPartState = Omit<ChannelPartState, 'since'>;

export interface ChannelStates {
	/** Reports an account that is down or works again; ignores older findings. Returns the replaced state, if any. */
	note(found: NewPartState): Promise<ChannelPartState['state'] | undefined>;
	/** @param tenant undefined: of all tenants @returns the parts of existing channels */
	list(tenant?: string): Promise<ChannelPartState[]>;
}

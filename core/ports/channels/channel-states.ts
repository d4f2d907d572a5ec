import type { ChannelHealth } from './channel';
import type { Lack } from './lacks';

/** What is known of a part of a channel. `account`: whether the provider can send and receive for it. `agent`: whether it, or the process of a message, can answer. `needs`: whether all is there that answers need. */
export interface ChannelPartState {
	tenant: string;
	channel: string;
	part: 'account' | 'agent' | 'needs';
	/** The state of an account, of an agent (`away`: no process can run it), or of what answers need. */
	state: ChannelHealth['state'] | 'ready' | 'away' | 'complete' | 'lacking';
	/** Why, without personal data; of an agent as `CODE: message`. */
	reason: string | null;
	/** Everything that answers lack; the reason names it in short. */
	lacks?: Lack[];
	/** When the part came into this state. Milliseconds since the epoch. */
	since: number;
	/** When that was last found. */
	checkedAt: number;
}

/** States of an account in which nothing can be sent, until a person has seen to it. */
export const downStates: ReadonlyArray<ChannelPartState['state']> = ['disconnected', 'unauthorized'];

/** The states in which nothing has to be done. */
export const goodStates: ReadonlyArray<ChannelPartState['state']> = ['connected', 'ready', 'complete'];

export type NewPartState = Omit<ChannelPartState, 'since'>;

export interface ChannelStates {
	/** Notes what was found, and tells of an account that is down or works again; what is older than the last finding changes nothing. Returns the state before, if there was one and it was changed. */
	note(found: NewPartState): Promise<ChannelPartState['state'] | undefined>;
	/** @param tenant undefined: of all tenants @returns the parts of channels that exist */
	list(tenant?: string): Promise<ChannelPartState[]>;
}

/** A service, the customers whom it answers, and what happens to them. */
import type { ChatwootServer } from '../../sandbox/fakes/channels/chatwoot-server';
import type { ChannelService } from '../../test/package/channels/channel-service';
import type { ProviderSide } from '../../test/support/channels/provider-side';
import type { Talk } from './talk';

export interface Scene {
	service: ChannelService;
	desk: ChatwootServer;
	/** In order: each begins after the end of the one before. */
	faults: readonly Fault[];
	close(): Promise<void>;
}

export interface Fault {
	name: string;
	/** Where customers meet it. */
	on: readonly ProviderSide[];
	begin?(): Promise<void> | void;
	/** Plays a customer, who asks one question by default. */
	play?(talk: Talk): Promise<void>;
	/** Happens while customers write. */
	meanwhile?(): Promise<void>;
	/** How long it lasts after the last customer wrote. */
	lastsMs?: number;
	end?(): Promise<void> | void;
}

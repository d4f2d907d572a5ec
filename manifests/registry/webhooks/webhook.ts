import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../../core/base/shape';
import { list, text } from '../api/fields';
import { type Caller, registryEventTypes, type RegistryEventType } from '../registry-api';

/** An address that receives a tenant's events as hints: a subscription of `troupe events` to types of the registry. */
export interface Webhook {
	id: string;
	url: string;
	/** The types that it receives. */
	events: RegistryEventType[];
	/** ISO 8601. */
	createdAt: string;
	state: 'active' | 'disabled';
	/** Reason why it is disabled. */
	reason?: string;
	/** Consecutive deliveries that were given up. */
	failures: number;
	/** Result of the last delivery: an HTTP status or a code. */
	lastStatus?: string;
	/** Present while a failed delivery is retried: the number of attempts, and the time of the next. */
	retry?: { attempts: number; nextAt: string };
	/** The number of listed deliveries that were given up. */
	dead: number;
}

/** A delivery that was given up. */
export interface DeadDelivery {
	/** The number of the event in the registry. */
	event: number;
	type: RegistryEventType;
	/** ISO 8601: when it was given up. */
	at: string;
	attempts: number;
	/** Result of the last attempt. */
	status: string;
}

export const newWebhook = closed({
	url: text(2_000),
	/** Default: all. */
	events: Type.Optional(list(Type.Enum([...registryEventTypes]), registryEventTypes.length)),
});
export type NewWebhook = Static<typeof newWebhook>;

/** The operations on webhooks. */
export interface WebhookKeeper {
	list(caller: Caller): Promise<Webhook[]>;
	/**
	 * Adds a webhook. The secret is returned only here.
	 * @throws TroupeError ADDRESS_REFUSED, INPUT_INVALID, STATE_CONFLICT
	 */
	add(caller: Caller, hook: NewWebhook): Promise<Webhook & { secret: string }>;
	/** @returns false if the id is unknown */
	remove(caller: Caller, id: string): Promise<boolean>;
	/** The last 100 deliveries that were given up, newest first; undefined if the id is unknown. */
	dead(caller: Caller, id: string): Promise<DeadDelivery[] | undefined>;
}

import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { integer, string, time } from '../api/answer-fields';
import { list, text } from '../api/fields';
import { type Caller, registryEventType, registryEventTypes } from '../registry-api';

export const webhook = Type.Object({
	id: string,
	url: string,
	/** The types that it receives. */
	events: Type.Array(registryEventType),
	createdAt: time,
	state: Type.Enum(['active', 'disabled']),
	/** Consecutive deliveries that were given up. */
	failures: integer,
	/** The number of listed deliveries that were given up. */
	dead: integer,
	...optional({
		/** Reason why it is disabled. */
		reason: string,
		/** Result of the last delivery: an HTTP status or a code. */
		lastStatus: string,
		/** Present while a failed delivery is retried: the number of attempts, and the time of the next. */
		retry: Type.Object({ attempts: integer, nextAt: time }),
	}),
});
/** An address that receives a tenant's events as hints: a subscription of `troupe events` to types of the registry. */
export type Webhook = Static<typeof webhook>;

export const deadDelivery = Type.Object({
	/** The number of the event in the registry. */
	event: integer,
	type: registryEventType,
	/** When it was given up. */
	at: time,
	attempts: integer,
	/** Result of the last attempt. */
	status: string,
});
/** A delivery that was given up. */
export type DeadDelivery = Static<typeof deadDelivery>;

export const newWebhook = closed({
	url: text(2_000),
	/** Default: all. */
	events: Type.Optional(list(registryEventType, registryEventTypes.length)),
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

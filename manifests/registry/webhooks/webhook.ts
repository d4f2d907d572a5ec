import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { integer, string, time } from '../api/answer-fields';
import { list, text } from '../api/fields';
import { type Caller, registryEventType, registryEventTypes } from '../registry-api';

export const webhook = Type.Object({
	id: string,
	url: string,
	events: Type.Array(registryEventType),
	createdAt: time,
	state: Type.Enum(['active', 'disabled']),
	failures: integer,
	dead: integer,
	...optional({
		reason: string,
		lastStatus: string,
		/** Present during retries: attempts so far, and the next time. */
		retry: Type.Object({ attempts: integer, nextAt: time }),
	}),
});
/** Receives a tenant's events as hints: a subscription of `troupe events` to registry types. */
export type Webhook = Static<typeof webhook>;

export const deadDelivery = Type.Object({
	event: integer,
	type: registryEventType,
	at: time,
	attempts: integer,
	status: string,
});
export type DeadDelivery = Static<typeof deadDelivery>;

export const newWebhook = closed({
	url: text(2_000),
	events: Type.Optional(list(registryEventType, registryEventTypes.length)),
});
export type NewWebhook = Static<typeof newWebhook>;

export interface WebhookKeeper {
	list(caller: Caller): Promise<Webhook[]>;
	/** Returns the secret only here. @throws TroupeError ADDRESS_REFUSED, INPUT_INVALID, STATE_CONFLICT */
	add(caller: Caller, hook: NewWebhook): Promise<Webhook & { secret: string }>;
	/** @returns false if the id is unknown */
	remove(caller: Caller, id: string): Promise<boolean>;
	/** Last 100 abandoned deliveries, newest first; undefined for an unknown id. */
	dead(caller: Caller, id: string): Promise<DeadDelivery[] | undefined>;
}

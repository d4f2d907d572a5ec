import type { Environment } from '../../../core/base/settings/setting-names';
import { settingIs } from '../../../core/base/settings/settings';
import { newSecret } from '../../../core/base/network/webhook-signature';
import type { EventStore } from '../../../core/ports/events/event-store';
import type { NewSubscription, Subscription } from '../../../core/ports/events/subscriptions';
import { checkWebhookAddress } from '../../http/check-webhook-address';

/** Adds a subscription and returns its secret, only here. @throws TroupeError INPUT_INVALID, ADDRESS_REFUSED, STATE_CONFLICT for too many */
export async function addSubscription(
	{ subscriptions }: Pick<EventStore, 'subscriptions'>,
	tenant: string,
	{ url, ...rest }: Omit<NewSubscription, 'secret'>,
	environment?: Environment,
): Promise<{ subscription: Subscription; secret: string }> {
	await checkWebhookAddress(url, settingIs('TROUPE_WEBHOOK_PRIVATE', 'allow', environment), environment);
	const secret = newSecret();
	// The parsed address: parsing removes line breaks.
	return { subscription: await subscriptions.add(tenant, { ...rest, url: new URL(url).href, secret }), secret };
}

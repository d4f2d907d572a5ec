import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { openStateDatabase, type StateDatabase } from '../../database/state-database';
import { channelSchema } from '../../state/channels/channel-schema';
import { findContactOf, findOwnRestriction } from '../../state/channels/contacts/own-restriction';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findExistingState } from '../state/state-place';

const opened = new OpenedOnce<StateDatabase>();

/**
 * Refuses work with the data of a restricted person. @param named the id of a contact or conversation; other ids pass @throws TroupeError
 * STATE_CONFLICT
 */
export async function refuseRestricted(named: string, host: VaultHost): Promise<void> {
	const place = host.stateFolder === undefined ? undefined : findExistingState(host);
	if (place === undefined) return;
	const tenant = host.tenant ?? defaultTenant;
	const database = await opened.get(place, () => Promise.resolve(openStateDatabase(place, channelSchema)));
	const protocol = await database.read(tenant, async (connection) =>
		findOwnRestriction(connection, { tenant, contact: (await findContactOf(connection, tenant, named)) ?? named }),
	);
	if (protocol === undefined) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The processing of this person's data is restricted (${protocol}): it is kept, and not used.`,
		fix: 'Leave the person out. Whoever decides about it can end it with `troupe privacy restrict --lift`.',
		details: { protocol },
	});
}

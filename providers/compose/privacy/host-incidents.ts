import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { type IncidentSign, type Incidents, openIncidents } from '../../state/privacy/incidents';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { auditKeysOf } from '../state/host-audit';
import { sealTexts, type TextSeal } from '../state/seal-texts';
import { findExistingState, findStatePlace } from '../state/state-place';

const opened = new OpenedOnce<Incidents>();

/** Opens the register of incidents of all tenants. */
export async function openHostIncidents(host: VaultHost & { stateFolder: string }): Promise<TextSeal & { store: Incidents }> {
	const place = findStatePlace(host)!;
	const store = await opened.get(JSON.stringify([place, host.stateFolder, host.vaultKey]), () =>
		Promise.resolve(openIncidents(place, auditKeysOf(host))),
	);
	return { store, ...sealTexts(host, 'incident') };
}

/** Notes that something was noticed that can be an incident: `troupe doctor` names it until somebody judged it. */
export async function noteIncidentSign(sign: IncidentSign, host: VaultHost): Promise<void> {
	const { stateFolder, tenant = defaultTenant, clock = systemClock } = host;
	if (stateFolder === undefined || findExistingState(host) === undefined) return;
	await (await openHostIncidents({ ...host, stateFolder })).store.noteSign(tenant, sign, clock.now());
}

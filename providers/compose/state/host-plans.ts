import { type PlanStore, openPlanStore } from '../../state/plans/plan-store';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { auditKeysOf } from './host-audit';
import { sealTexts, type TextSeal } from './seal-texts';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<PlanStore>();

export async function openHostPlans(host: VaultHost & { stateFolder: string }): Promise<TextSeal & { store: PlanStore }> {
	const place = findStatePlace(host)!;
	const store = await opened.get(JSON.stringify([place, host.stateFolder, host.vaultKey]), () =>
		Promise.resolve(openPlanStore(place, auditKeysOf(host))),
	);
	return { store, ...sealTexts(host, 'plan') };
}

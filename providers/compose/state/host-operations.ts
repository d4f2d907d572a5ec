import { keptMs } from '../../../core/base/privacy/kept-classes';
import { defaultTenant } from '../../../core/base/tenant';
import type { OperationBounds, OperationStore } from '../../state/operations/operations';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { readKeptMs } from './host-tenants';
import { composeWakeUps } from './host-wake-ups';
import { sealTexts, type TextSeal } from './seal-texts';
import { findExistingState, findStatePlace } from './state-place';

type OperationPlace = VaultHost & { stateFolder: string };

const mebibyte = 1024 * 1024;
export const operationBounds: OperationBounds = {
	open: 500,
	openPerTenant: 100,
	openPerCaller: 20,
	openBytes: 1024 * mebibyte,
	openBytesPerTenant: 256 * mebibyte,
	keptPerTenant: 1_000,
	keptBytesPerTenant: 256 * mebibyte,
	keptMs: keptMs('operation'),
};

const opened = new OpenedOnce<OperationStore>();

export async function openOperations(host: OperationPlace): Promise<TextSeal & { store: OperationStore }> {
	const place = findStatePlace(host)!;
	const store = await opened.get(place, async () => {
		const [{ openOperationStore }, wakeUps] = await Promise.all([import('../../state/operations/operation-store'), composeWakeUps(host)]);
		return openOperationStore(place, operationBounds, { clock: host.clock, wakeUps });
	});
	return { store, ...sealTexts(host, 'operation') };
}

export async function cleanOperations(host: OperationPlace): Promise<number> {
	const retentionMs = await readKeptMs(host, 'operation');
	if (retentionMs === undefined || findExistingState(host) === undefined) return 0;
	return (await openOperations(host)).store.removeOlder(host.tenant ?? defaultTenant, retentionMs);
}

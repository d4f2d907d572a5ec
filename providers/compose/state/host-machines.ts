import type { MachineStore } from '../../state/machines/machine-store';
import type { StateHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findExistingState, findStatePlace } from './state-place';

const opened = new OpenedOnce<MachineStore>();

const openAt = (place: string): Promise<MachineStore> =>
	opened.get(place, async () => {
		const { openMachineStore } = await import('../../state/machines/machine-store');
		return openMachineStore(place);
	});

export async function openMachines(host: StateHost): Promise<MachineStore | undefined> {
	const place = findStatePlace(host);
	return place === undefined ? undefined : openAt(place);
}

export async function listMachineProcesses(host: StateHost): ReturnType<MachineStore['list']> {
	const place = findExistingState(host);
	return place === undefined ? { processes: [], now: Date.now() } : (await openAt(place)).list();
}

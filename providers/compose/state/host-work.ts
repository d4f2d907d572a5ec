import { troupeHome } from '../../../core/base/home';
import type { WorkStore } from '../../state/work-store';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<WorkStore>();

export function openWork({ stateFolder = troupeHome(), ...rest }: VaultHost): Promise<WorkStore> {
	const place = findStatePlace({ stateFolder, ...rest })!;
	return opened.get(place, async () => (await import('../../state/work-store')).openWorkStore(place, { clock: rest.clock }));
}

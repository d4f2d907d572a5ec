import { type Forgettings, openForgettings } from '../../state/privacy/forgettings';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { sealTexts, type TextSeal } from './seal-texts';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<Forgettings>();

export async function openHostForgettings(host: VaultHost & { stateFolder: string }): Promise<TextSeal & { store: Forgettings }> {
	const place = findStatePlace(host)!;
	const store = await opened.get(place, () => Promise.resolve(openForgettings(place)));
	return { store, ...sealTexts(host, 'forgetting') };
}

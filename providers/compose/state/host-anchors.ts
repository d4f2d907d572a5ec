/** Composes the places where a host keeps checkpoints of its audit logs apart from them: TROUPE_AUDIT_ANCHORS. */
import type { Environment } from '../../../core/base/settings/setting-names';
import { readListSetting } from '../../../core/base/settings/settings';
import { systemClock } from '../../../core/ports/host';
import { addToAnchor, type Anchor, parseAnchor } from '../../anchors/anchor';
import type { VaultHost } from '../hosts/state-host';
import { openAudit } from './host-audit';

/** @throws TroupeError INPUT_INVALID */
export const readAnchors = (environment?: Environment): Anchor[] =>
	(readListSetting('TROUPE_AUDIT_ANCHORS', environment) ?? []).map((text) => parseAnchor(text, 'TROUPE_AUDIT_ANCHORS'));

/** Adds the newest checkpoint of every tenant to the anchors of the host. What is wrong with one holds up no other. @param onFault told of it */
export async function anchorAll(host: VaultHost, onFault: (fault: unknown) => void): Promise<void> {
	const anchors = readAnchors();
	const audit = anchors.length > 0 ? await openAudit(host) : undefined;
	if (!audit) return;
	const at = (host.clock ?? systemClock).now();
	for (const { note } of await audit.store.listHeads()) for (const anchor of anchors) await addToAnchor(anchor, note, at).catch(onFault);
}

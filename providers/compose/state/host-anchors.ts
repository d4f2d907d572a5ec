/** Stores checkpoints apart from their logs: TROUPE_AUDIT_ANCHORS. */
import type { Environment } from '../../../core/base/settings/setting-names';
import { readListSetting } from '../../../core/base/settings/settings';
import { isTroupeError } from '../../../core/base/errors';
import { systemClock } from '../../../core/ports/host';
import { type Added, addToAnchor, type Anchor, parseAnchor } from '../../anchors/anchor';
import type { VaultHost } from '../hosts/state-host';
import type { TimeAuthority } from '../../anchors/timestamp/time-authority';
import { openAudit } from './host-audit';
import { readTimeAuthority, timestampOf } from './time-authority';

/** @throws TroupeError INPUT_INVALID */
export const readAnchors = (environment?: Environment): Anchor[] =>
	(readListSetting('TROUPE_AUDIT_ANCHORS', environment) ?? []).map((text) => parseAnchor(text, 'TROUPE_AUDIT_ANCHORS'));

/** Adds every tenant's newest checkpoint to the anchors. A fault does not stop the others. @param onFault gets each fault */
export async function anchorAll(host: VaultHost, onFault: (fault: unknown) => void): Promise<void> {
	const anchors = readAnchors();
	const audit = anchors.length > 0 ? await openAudit(host) : undefined;
	if (!audit) return;
	const at = (host.clock ?? systemClock).now();
	let authority = readUsable(onFault);
	const report = (fault: unknown) => {
		// A hanging authority would delay all tenants: it is asked again in the next round.
		if (isTroupeError(fault) && fault.code === 'HTTP_UNREACHABLE') authority = undefined;
		onFault(fault);
	};
	for (const { note } of await audit.store.listHeads()) await addToAnchors(anchors, { note, at, authority, onFault: report }).catch(report);
}

/** Without a usable authority, checkpoints have no timestamp, which is better than none. */
function readUsable(onFault: (fault: unknown) => void): TimeAuthority | undefined {
	try {
		return readTimeAuthority();
	} catch (fault) {
		onFault(fault);
		return undefined;
	}
}

interface Anchoring {
	note: string;
	at: number;
	authority: TimeAuthority | undefined;
	environment?: Environment;
	onFault: (fault: unknown) => void;
}

/** Uses one timestamp for all anchors. @returns a result for each; undefined if it failed */
export async function addToAnchors(
	anchors: readonly Anchor[],
	{ note, at, authority, environment, onFault }: Anchoring,
): Promise<Array<Added | undefined>> {
	let asked: Promise<Buffer | undefined> | undefined;
	const reportAndGoOn = (fault: unknown): undefined => void onFault(fault);
	const stamp = authority && (() => (asked ??= timestampOf(note, authority, environment).catch(reportAndGoOn)));
	const added: Array<Added | undefined> = [];
	for (const anchor of anchors) added.push(await addToAnchor(anchor, note, at, stamp).catch(reportAndGoOn));
	return added;
}

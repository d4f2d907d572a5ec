import { TroupeError } from '../../core/base/errors';
import { addToAnchor, formatAnchor, parseAnchor } from '../../providers/anchors/anchor';
import { readAnchors } from '../../providers/compose/state/host-anchors';
import { printable, type Terminal } from '../terminal/terminal';

/** Adds a checkpoint to anchors, and says where it is new. @param places true for those of TROUPE_AUDIT_ANCHORS @throws TroupeError INPUT_INVALID */
export async function addToAnchors(note: string, places: true | string[], terminal: Terminal): Promise<void> {
	const anchors = places === true ? readAnchors(terminal.environment) : places.map((place) => parseAnchor(place, '--anchor'));
	if (anchors.length === 0)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: '--anchor names no place, and TROUPE_AUDIT_ANCHORS is not set.',
			fix: 'Name one: --anchor file:/srv/audit/anchors.jsonl, or git:/srv/audit for a repository.',
		});
	for (const anchor of anchors) {
		const isNew = await addToAnchor(anchor, note, Date.now());
		terminal.note(printable(`${formatAnchor(anchor)}: ${isNew ? 'added' : 'has it already'}`));
	}
}

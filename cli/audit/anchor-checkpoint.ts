import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { formatAnchor, parseAnchor } from '../../providers/anchors/anchor';
import { addToAnchors, readAnchors } from '../../providers/compose/state/host-anchors';
import { readTimeAuthority } from '../../providers/compose/state/time-authority';
import { printable, type Terminal } from '../terminal/terminal';

const told = { added: 'added', stamped: 'added with a timestamp', there: 'has it already' };

/** Adds a checkpoint to anchors, and says where it is new. @param places true for those of TROUPE_AUDIT_ANCHORS @throws TroupeError INPUT_INVALID */
export async function anchorCheckpoint(note: string, places: true | string[], terminal: Terminal): Promise<void> {
	const anchors = places === true ? readAnchors(terminal.environment) : places.map((place) => parseAnchor(place, '--anchor'));
	if (anchors.length === 0)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: '--anchor names no place, and TROUPE_AUDIT_ANCHORS is not set.',
			fix: 'Name one: --anchor file:/srv/audit/anchors.jsonl, or git:/srv/audit for a repository.',
		});
	const { environment } = terminal;
	const authority = readTimeAuthority(environment);
	const faults: Error[] = [];
	const added = await addToAnchors(anchors, {
		note,
		at: Date.now(),
		authority,
		environment,
		onFault: (fault) => void faults.push(fault as Error),
	});
	for (const [index, one] of added.entries()) if (one) terminal.note(printable(`${formatAnchor(anchors[index]!)}: ${told[one]}`));
	const [first, ...others] = faults;
	for (const other of others) terminal.note(printable(getErrorMessage(other)));
	if (first) throw first;
}

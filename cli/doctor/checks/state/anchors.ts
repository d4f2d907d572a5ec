import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { toDay } from '../../../../core/base/iso-time';
import { formatAnchor } from '../../../../providers/anchors/anchor';
import { readPemCertificates } from '../../../../providers/anchors/timestamp/pem-certificates';
import { readAnchors } from '../../../../providers/compose/state/host-anchors';
import { readTimeAuthority } from '../../../../providers/compose/state/time-authority';
import { printable } from '../../../terminal/terminal';
import { fail, ok, skipped, warn, type Check, type Finding, type Machine } from '../../check';

/** A root is exchanged by hand. */
const warnedBeforeMs = 30 * 86_400_000;

export const anchorsCheck: Check = {
	id: 'anchors',
	looksAt: 'the places that keep checkpoints of the audit log, and the root by which their timestamps are judged',
	look(machine) {
		const anchors = readAnchors(machine.environment);
		const authority = readTimeAuthority(machine.environment);
		if (anchors.length === 0)
			return [
				authority
					? warn(
							'TROUPE_AUDIT_TSA is set, and TROUPE_AUDIT_ANCHORS names no place: nothing is time-stamped.',
							'Name a place in TROUPE_AUDIT_ANCHORS.',
						)
					: skipped('TROUPE_AUDIT_ANCHORS names no places that keep checkpoints of the audit log.'),
			];
		const missing = anchors.filter(({ path }) => !existsSync(path)).map(formatAnchor);
		return [
			missing.length === 0
				? ok(printable(`Checkpoints of the audit log are kept in: ${anchors.map(formatAnchor).join(', ')}`))
				: warn(
						printable(`Nothing is kept yet in: ${missing.join(', ')}.`),
						'`troupe serve` and `troupe worker` begin it, or `troupe audit checkpoint --anchor`. If it was there before, put it back from a copy.',
					),
			...(authority ? describeRoots(authority.roots, machine) : []),
		];
	},
};

/** The last root to end counts: after a change of the authority, there are two. */
function describeRoots(roots: string, { nowMs }: Machine): Finding[] {
	const last = Math.max(...readPemCertificates(roots).map((der) => Date.parse(new X509Certificate(der).validTo)));
	const fix = 'Get the new root from the operator of the time-stamping authority, and add it to the file of TROUPE_AUDIT_TSA_CA.';
	if (last < nowMs) return [fail(`The root of TROUPE_AUDIT_TSA_CA ended on ${toDay(last)}: new timestamps are refused.`, fix)];
	if (last < nowMs + warnedBeforeMs) return [warn(`The root of TROUPE_AUDIT_TSA_CA ends on ${toDay(last)}.`, fix)];
	return [ok(`Timestamps of the audit log are judged by a root that ends on ${toDay(last)}.`)];
}

import { toDay } from '../../../../core/base/iso-time';
import { warnOfExpiry } from '../../../../manifests/trust/expiry';
import { ok, warn, type Check, type Finding } from '../../check';
import { openMachineTrust, readTrustSettings } from './machine-trust';

export const rootCheck: Check = {
	id: 'root',
	looksAt: 'the root of trust: whether there is one, whose it is, and when it expires',
	look(machine) {
		const { root, rootFrom, nowMs } = openMachineTrust(machine);
		const { ver, iat, exp, development } = root.document;
		const life = {
			document: 'root',
			name: 'The root of trust',
			startMs: iat * 1000,
			endMs: exp * 1000,
			consequence: 'after that nothing runs',
		} as const;
		const findings: Finding[] = warnOfExpiry([life], nowMs).map((text) =>
			warn(`${text}.`, 'Have its holders sign the next edition: `troupe manifest keys rotate`.'),
		);
		if (development)
			findings.push(
				warn(
					`The root (edition ${ver}, ${rootFrom}) is a development root: a machine created it, and nobody vouches for what it allows.`,
					"For production, pin your ops team's root in TROUPE_TRUST and set TROUPE_REQUIRE_ROOT=pinned. On a machine for development, ignore this.",
				),
			);
		else if (rootFrom === 'bundled' && readTrustSettings(machine).requireRoot === undefined)
			findings.push(
				warn(
					`The root (edition ${ver}) came with the package: who changes the package can change the root too.`,
					'Pin the root in TROUPE_TRUST, and set TROUPE_REQUIRE_ROOT=pinned.',
				),
			);
		return findings.length > 0 ? findings : [ok(`Edition ${ver}, ${rootFrom}, until ${toDay(exp * 1000)}`)];
	},
};

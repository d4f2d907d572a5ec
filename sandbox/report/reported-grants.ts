import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { Grants, RunPermissions } from '../grants/grants';
import type { ReportedGrants } from './report-shape';

/** Undefined if nothing was listed or allowed. */
export function describeGrants(
	{ capabilities, environment = {} }: RunPermissions,
	{ files, programs, refused }: Omit<Grants, 'environment'>,
): ReportedGrants | undefined {
	const names = Object.keys(environment).sort();
	if (capabilities === undefined && names.length === 0) return undefined;
	const list = capabilities && canonicalize(capabilities);
	return {
		...(list !== undefined && { listSha256: createHash('sha256').update(list).digest('hex') }),
		files,
		programs,
		environment: names,
		notGranted: refused,
	};
}

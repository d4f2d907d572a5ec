import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { Grants, RefusedGrant, RunPermissions } from '../grants/grants';

/** Granted and refused parts of a run's list. Variables are named, without values. */
export interface ReportedGrants {
	/** SHA-256 of the list as canonical JSON. Undefined: there was none. */
	listSha256?: string;
	files: Grants['files'];
	programs: string[];
	environment: string[];
	notGranted: RefusedGrant[];
}

/** Undefined if nothing was listed and nothing allowed. */
export function describeGrants(
	{ capabilities, environment = {} }: RunPermissions,
	{ files, programs, refused }: Omit<Grants, 'environment'>,
): ReportedGrants | undefined {
	const names = Object.keys(environment).sort();
	if (capabilities === undefined && names.length === 0) return undefined;
	const list = capabilities && canonicalize(capabilities);
	return {
		...(list !== undefined && { listSha256: createHash('sha256').update(list).digest('hex') }),
		...{ files, programs, environment: names, notGranted: refused },
	};
}

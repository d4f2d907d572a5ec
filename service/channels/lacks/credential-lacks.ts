import type { Lack } from '../../../core/ports/channels/lacks';
import { checkCredential } from '../../../providers/compose/credentials/check-credential';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import { askInTime, lackOf } from './lack';
import type { LackPlace } from './lack-place';

/** Finds a stored credential that is missing, unreadable or, where it may ask, refused by its service. */
export async function findCredentialLacks(
	name: string,
	neededBy: string,
	{ host, tenant, asks, signal, withheld }: LackPlace,
): Promise<Lack[]> {
	const of = { kind: 'credential' as const, name, neededBy };
	if (name === withheld) return [missing(of, tenant)];
	const { stateFolder } = host;
	if (stateFolder === undefined) return [];
	const place = { ...host, stateFolder, tenant };
	const { store, credentials } = await openCredentials(place);
	const record = (await store.list(tenant)).find((one) => one.name === name);
	if (record === undefined) return [missing(of, tenant)];
	try {
		await credentials.resolve(name, tenant, signal);
	} catch (error) {
		return [lackOf(error, of)];
	}
	if (!asks) return [];
	return askInTime(
		async (limited) => {
			const result = await checkCredential(place, record, limited);
			if (result.kind !== 'invalid') return [];
			const reason = `The credential ${name} is refused: ${result.problem.replace(/\.$/, '')}.`;
			return [{ ...of, state: 'refused', reason, fix: `Replace it: troupe credentials add ${name} --type ${record.type} --replace` }];
		},
		of,
		signal,
	);
}

const missing = (of: Pick<Lack, 'kind' | 'name' | 'neededBy'>, tenant: string): Lack => ({
	...of,
	state: 'missing',
	reason: `The credential ${of.name} of the tenant ${tenant} is missing.`,
	fix: `Add it: troupe credentials add ${of.name}${tenant === 'default' ? '' : ` --tenant ${tenant}`}`,
});

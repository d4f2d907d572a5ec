import type { ReachedOutside } from '../../../core/channels/reach-outside';
import { forgetPerson, type ForgottenInCrm } from '../../../core/crm/forget-person';
import type { CredentialHost } from '../credentials/credentials';
import { actInCrms, describeOthers, type WantedPerson } from './each-crm';

export async function forgetInCrms(
	{ name, ...wanted }: WantedPerson & { name: string | null },
	host: CredentialHost,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<void> {
	await actInCrms(
		wanted,
		'forget',
		async (person, crm, until) => {
			const forgotten = await forgetPerson({ name, ...person }, crm, until);
			return { isKnown: forgotten.people.length > 0 || forgotten.deals.length > 0, left: describeLeft(forgotten) };
		},
		{ host, done, signal },
	);
}

const describeLeft = ({ deals, ...others }: ForgottenInCrm): string[] => [
	...(deals.length > 0 ? [`keeps the deals ${deals.join(', ')}: look at what your people wrote there`] : []),
	...describeOthers(others),
];

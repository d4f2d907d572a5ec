import type { ReachedOutside } from '../../../core/channels/reach-outside';
import { type CorrectedPerson, type RectifiedInCrm, rectifyPerson } from '../../../core/crm/rectify-person';
import type { CredentialHost } from '../credentials/credentials';
import { actInCrms, describeOthers, type WantedPerson } from './each-crm';

export async function rectifyInCrms(
	{ names, ...wanted }: WantedPerson & { names: ReadonlyArray<string | null> },
	corrected: CorrectedPerson,
	host: CredentialHost,
	done: ReachedOutside,
	signal: AbortSignal,
): Promise<void> {
	await actInCrms(
		wanted,
		'recall',
		async (person, crm, until) => {
			const rectified = await rectifyPerson({ names, ...person }, corrected, crm, until);
			return { isKnown: rectified.people.length > 0, left: describeLeft(rectified) };
		},
		{ host, done, signal },
	);
}

const several = { email: 'several e-mail addresses', phone: 'several numbers' };

const describeLeft = ({ left, ...others }: RectifiedInCrm): string[] => [
	...left.map(({ id, field }) => `has ${several[field]} of the person ${id}: correct the wrong one there`),
	...describeOthers(others),
];

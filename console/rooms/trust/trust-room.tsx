import { may } from '../../api/session';
import { place } from '../../app/router';
import { Heading } from '../../parts/heading';
import { Tabs } from '../../parts/tabs';
import { Audit } from './audit';
import { Keys } from './keys';
import { Privacy } from './privacy';
import { trustWords as words } from './trust-words';

const parts = [
	{ name: 'audit', needs: ['audit:read'], Part: Audit },
	{ name: 'keys', needs: ['keys:manage'], Part: Keys },
	{ name: 'privacy', needs: ['channel:manage', 'tenant:manage'], Part: Privacy },
] as const;

/** Shows who did what, with proofs; who may call the service; and what is owed to the persons whose data is kept. */
export default function TrustRoom() {
	const [asked] = place.value.rest;
	const open = parts.filter(({ needs }) => may(...needs));
	const { name: current, Part } = open.find(({ name }) => name === asked) ?? open[0]!;
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
			</div>
			<Tabs
				label={words('parts')}
				items={open.map(({ name }) => ({ to: `trust/${name}`, text: words(name), isCurrent: name === current }))}
			/>
			<Part />
		</>
	);
}

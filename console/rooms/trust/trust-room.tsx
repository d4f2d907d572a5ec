import { may } from '../../api/session';
import { place } from '../../app/router';
import { Heading } from '../../parts/heading';
import { Tabs } from '../../parts/tabs';
import { Audit } from './audit';
import { Drill } from './drill';
import { Gates } from './gates';
import { Keys } from './keys';
import { Privacy } from './privacy';
import { Roots } from './roots';
import { trustWords as words } from './trust-words';

const parts = [
	{ name: 'audit', needs: ['audit:read'], Part: Audit },
	{ name: 'keys', needs: ['keys:manage'], Part: Keys },
	{ name: 'roots', needs: ['registry:read'], Part: Roots },
	{ name: 'machines', needs: ['doctor:read'], Part: Gates },
	{ name: 'drill', needs: ['registry:read'], Part: Drill },
	{ name: 'privacy', needs: ['channel:manage', 'tenant:manage'], Part: Privacy },
] as const;

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

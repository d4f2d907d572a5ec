import { place } from '../../app/router';
import { Link } from '../../parts/link';
import { processesWords as words } from './processes-words';

export function RoomParts() {
	const isDefinitions = place.value.rest[0] === 'definitions';
	return (
		<nav class="views" aria-label={words('parts')}>
			<ul>
				<li>
					<Link class="view" to="processes" aria-current={isDefinitions ? undefined : 'page'}>
						{words('instances')}
					</Link>
				</li>
				<li>
					<Link class="view" to="processes/definitions" aria-current={isDefinitions ? 'page' : undefined}>
						{words('definitions')}
					</Link>
				</li>
			</ul>
		</nav>
	);
}

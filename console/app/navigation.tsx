import { Link } from '../parts/link';
import { appWords } from './app-words';
import { roomWords } from './room-words';
import { openRooms } from './rooms';
import { place } from './router';
import { isPointedAt } from './tour';

export const Navigation = () => (
	<nav class="rooms" aria-label={appWords('rooms')}>
		<ul>
			{openRooms().map(({ name }) => (
				<li key={name} class={isPointedAt(name) ? 'pointed-at' : undefined}>
					<Link to={name} aria-current={place.value.room === name ? 'page' : undefined}>
						{roomWords(name)}
					</Link>
				</li>
			))}
		</ul>
	</nav>
);

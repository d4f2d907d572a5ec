import { Link } from '../parts/link';
import { appWords } from './app-words';
import { roomWords } from './room-words';
import { openRooms } from './rooms';
import { place } from './router';

export const Navigation = () => (
	<nav class="rooms" aria-label={appWords('rooms')}>
		<ul>
			{openRooms().map(({ name }) => (
				<li key={name}>
					<Link to={name} aria-current={place.value.room === name ? 'page' : undefined}>
						{roomWords(name)}
					</Link>
				</li>
			))}
		</ul>
	</nav>
);

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Empty } from '../parts/empty';
import { Link } from '../parts/link';
import { Skeleton } from '../parts/skeleton';
import { appWords } from './app-words';
import { openRooms, rooms } from './rooms';
import { go, place } from './router';

export function RoomOutlet() {
	const { room: name } = place.value;
	const [loaded, setLoaded] = useState<{ name: string; Room?: ComponentType; hasFailed?: true }>();
	const room = openRooms().find((one) => one.name === name);
	useEffect(() => {
		if (name === '') {
			go('inbox', { replace: true });
			return;
		}
		if (!room) return;
		// A late room must not replace its successor.
		let isLeft = false;
		const show = (one: Omit<NonNullable<typeof loaded>, 'name'>) => !isLeft && setLoaded({ name, ...one });
		room
			.load()
			.then(({ default: Room }) => show({ Room }))
			.catch(() => show({ hasFailed: true }));
		return () => void (isLeft = true);
	}, [name, room === undefined]);
	if (!room) return name === '' ? null : <Closed name={name} />;
	if (loaded?.name !== name) return <Skeleton rows={6} />;
	const { Room } = loaded;
	if (Room) return <Room />;
	return (
		<Empty title={appWords('loadFailed')}>
			<button type="button" class="button" onClick={() => location.reload()}>
				{appWords('reload')}
			</button>
		</Empty>
	);
}

function Closed({ name }: { name: string }) {
	const closed = rooms.find((one) => one.name === name);
	return (
		<Empty title={appWords(closed ? 'refused' : 'missing')} isPage>
			{closed && <p>{appWords('refusedHelp', closed.needs.join(', '))}</p>}
			<Link to="inbox">{appWords('toInbox')}</Link>
		</Empty>
	);
}

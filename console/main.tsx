import { render } from 'preact';
import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from './api/problem';
import { toProblem } from './api/problem';
import { openSession, session } from './api/session';
import type { Session } from './api/session';
import { Announcements } from './parts/announcements';
import { Empty } from './parts/empty';
import { Fault } from './parts/fault';
import { Link } from './parts/link';
import { Skeleton } from './parts/skeleton';
import { Toasts } from './parts/toasts';
import { language } from './words/language';
import { appWords } from './app/app-words';
import { Header } from './app/header';
import { takeSignInFault } from './app/organisation-sign-in';
import { roomWords } from './app/room-words';
import { openRooms, rooms } from './app/rooms';
import { go, place } from './app/router';
import { SignIn, SignInAgain } from './app/sign-in';
import { applyTheme } from './app/theme';
import { Tour, isPointedAt } from './app/tour';

const Navigation = () => (
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

/** The page: session, navigation and the open room. */
function App() {
	const [problem, setProblem] = useState<Problem>();
	const open = () => {
		const failed = takeSignInFault();
		setProblem(failed);
		openSession()
			// Signed in another way meanwhile.
			.then(() => session.value && setProblem(undefined))
			.catch((fault: unknown) => {
				session.value ??= null;
				setProblem(toProblem(fault));
			});
	};
	const { shown, isOver } = useShownSession();
	useEffect(open, []);
	useEffect(() => void (document.documentElement.lang = language.value), [language.value]);
	useEffect(applyTheme, []);
	return (
		<>
			<a class="skip" href="#main">
				{appWords('skip')}
			</a>
			{session.value === undefined && !problem && <p class="opening">{appWords('opening')}</p>}
			{session.value === null && !isOver && <SignIn problem={problem} />}
			{isOver && <SignInAgain />}
			{shown && (
				<div class="frame" inert={isOver}>
					<Header session={shown} />
					<Navigation />
					<main id="main" tabIndex={-1}>
						{problem && <Fault problem={problem} retry={open} />}
						<Tour />
						<RoomOutlet />
					</main>
				</div>
			)}
			<Toasts />
			<Announcements />
		</>
	);
}

/** Keeps the page, with typed text, when its session ends. Another person begins with an empty page. */
function useShownSession(): { shown?: Session; isOver: boolean } {
	const shown = useRef<Session | undefined>(undefined);
	const { value } = session;
	if (value) {
		const before = shown.current;
		if (before && personOf(before) !== personOf(value)) location.reload();
		shown.current = value;
	}
	return { shown: shown.current, isOver: value === null && shown.current !== undefined };
}

/** Identifies a key by name: its session has a new subject each time. Two persons of an organisation can have one name. */
const personOf = ({ tenant, subject, name }: Session) => `${tenant} ${subject.startsWith('oidc:') ? subject : name}`;

function RoomOutlet() {
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

render(<App />, document.getElementById('page')!);

import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, toProblem } from '../api/problem';
import { openSession, type Session, session } from '../api/session';
import { Announcements } from '../parts/announcements';
import { Fault } from '../parts/fault';
import { Toasts } from '../parts/toasts';
import { language } from '../words/language';
import { appWords } from './app-words';
import { Header } from './header';
import { Navigation } from './navigation';
import { takeSignInFault } from './organisation-sign-in';
import { RoomOutlet } from './room-outlet';
import { SignIn, SignInAgain } from './sign-in';
import { applyTheme } from './theme';
import { Tour } from './tour';

/** The page: session, navigation and the open room. */
export function App() {
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

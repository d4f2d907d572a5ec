import { useEffect, useState } from 'preact/hooks';
import { type Problem, toProblem } from '../api/problem';
import { openSession, session } from '../api/session';
import { Announcements } from '../parts/announcements';
import { Fault } from '../parts/fault';
import { Toasts } from '../parts/toasts';
import { language } from '../words/language';
import { appWords } from './app-words';
import { Header } from './header';
import { Navigation } from './navigation';
import { takeSignInFault } from './organisation-sign-in';
import { RoomOutlet } from './room-outlet';
import { SignIn } from './sign-in';
import { applyTheme } from './theme';

/** The page: who is signed in, the rooms, and what happens in one of them. */
export function App() {
	const [problem, setProblem] = useState<Problem>();
	const open = () => {
		const failed = takeSignInFault();
		setProblem(failed);
		openSession()
			// Whoever is in has signed in another way.
			.then(() => session.value && setProblem(undefined))
			.catch((fault: unknown) => {
				session.value ??= null;
				setProblem(toProblem(fault));
			});
	};
	useEffect(open, []);
	useEffect(() => void (document.documentElement.lang = language.value), [language.value]);
	useEffect(applyTheme, []);
	return (
		<>
			<a class="skip" href="#main">
				{appWords('skip')}
			</a>
			{session.value === undefined && !problem && <p class="opening">{appWords('opening')}</p>}
			{session.value === null && <SignIn problem={problem} />}
			{session.value && (
				<div class="frame">
					<Header session={session.value} />
					<Navigation />
					<main id="main" tabIndex={-1}>
						{problem && <Fault problem={problem} retry={open} />}
						<RoomOutlet />
					</main>
				</div>
			)}
			<Toasts />
			<Announcements />
		</>
	);
}

import { type Session, signOut } from '../api/session';
import { toastFault } from '../parts/toasts';
import { Select } from '../parts/fields';
import { Link } from '../parts/link';
import { chooseLanguage, language, languages } from '../words/language';
import { appWords } from './app-words';
import { chooseTheme, theme, themes } from './theme';
import { isPointedAt, startTour } from './tour';
import { tourWords } from './tour-words';

export function Header({ session: { tenant, name } }: { session: Session }) {
	const leave = () => signOut().catch(toastFault);
	return (
		<header class="header">
			<Link class="brand" to="inbox">
				<Mark /> Troupe
			</Link>
			<p class="tenant">
				<span class="quiet">{appWords('tenant')}</span> {tenant}
			</p>
			<details class={isPointedAt('menu') ? 'menu pointed-at' : 'menu'}>
				<summary>{name}</summary>
				<div class="menu-body">
					<Select
						label={appWords('language')}
						value={language.value}
						options={Object.entries(languages).map(([value, text]) => ({ value, text }))}
						onChange={(chosen) => chooseLanguage(chosen as keyof typeof languages)}
					/>
					<Select
						label={appWords('theme')}
						value={theme.value}
						options={themes.map((value) => ({ value, text: appWords(value) }))}
						onChange={(chosen) => chooseTheme(chosen as (typeof themes)[number])}
					/>
					<button type="button" class="button" onClick={startTour}>
						{tourWords('take')}
					</button>
					<button type="button" class="button" onClick={() => void leave()}>
						{appWords('signOut')}
					</button>
				</div>
			</details>
		</header>
	);
}

export const Mark = () => (
	<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
		<circle cx="12" cy="7" r="4" />
		<circle cx="5.5" cy="17" r="3" />
		<circle cx="18.5" cy="17" r="3" />
		<path d="M10 10.5 7 14.5M14 10.5l3 4" />
	</svg>
);

import { Link } from './link';

/** The parts of a room, each with its address. @param label names them together for screen readers */
export const Tabs = ({ label, items }: { label: string; items: Array<{ to: string; text: string; isCurrent: boolean }> }) => (
	<nav class="tabs" aria-label={label}>
		<ul>
			{items.map(({ to, text, isCurrent }) => (
				<li key={to}>
					<Link to={to} aria-current={isCurrent ? 'page' : undefined}>
						{text}
					</Link>
				</li>
			))}
		</ul>
	</nav>
);

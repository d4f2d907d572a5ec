import { Link } from './link';

interface TabsProps {
	/** Names them for readers of a screen. */
	label: string;
	tabs: ReadonlyArray<{ to: string; text: string; isCurrent: boolean }>;
}

/** The parts of a room, each at an address of its own. */
export const Tabs = ({ label, tabs }: TabsProps) => (
	<nav class="tabs" aria-label={label}>
		{tabs.map(({ to, text, isCurrent }) => (
			<Link key={to} to={to} aria-current={isCurrent ? 'page' : undefined}>
				{text}
			</Link>
		))}
	</nav>
);

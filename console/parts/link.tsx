import type { ComponentChildren } from 'preact';
import { go, hrefOf } from '../app/router';

interface LinkProps {
	/** A path below `/console`, as `pathOf` makes it. */
	to: string;
	class?: string;
	'aria-current'?: 'page';
	'aria-label'?: string;
	children: ComponentChildren;
}

/** Navigates within the console without a page load. */
export const Link = ({ to, children, ...rest }: LinkProps) => (
	<a
		{...rest}
		href={hrefOf(to)}
		onClick={(event) => {
			if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
			event.preventDefault();
			go(to);
		}}
	>
		{children}
	</a>
);

import type { ComponentChildren } from 'preact';
import { Heading } from './heading';

/** Says why there is nothing, and what to do first. @param isPage it is the only content of the page */
export const Empty = ({ title, isPage = false, children }: { title: string; isPage?: boolean; children?: ComponentChildren }) => (
	<div class="empty">
		{isPage ? <Heading>{title}</Heading> : <p class="empty-title">{title}</p>}
		{children}
	</div>
);

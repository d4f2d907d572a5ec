import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

let hasOpened = false;

/** The heading of what is shown: it names the window, and gets the focus when the place changes, so that reading begins there. */
export function Heading({ children, name }: { children: ComponentChildren; name?: string }) {
	const heading = useRef<HTMLHeadingElement>(null);
	const title = name ?? (typeof children === 'string' ? children : undefined);
	useEffect(() => {
		document.title = title === undefined ? 'Troupe' : `${title} · Troupe`;
	}, [title]);
	useEffect(() => {
		// The first page that is opened begins at its top. Later, what had the focus may be gone with the page before.
		if (hasOpened) heading.current?.focus({ preventScroll: true });
		hasOpened = true;
	}, []);
	return (
		<h1 ref={heading} tabIndex={-1}>
			{children}
		</h1>
	);
}

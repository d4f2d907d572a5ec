import type { ComponentChildren } from 'preact';
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

let hasOpened = false;

export const keepsFocus = signal(false);

/** The page heading names the window and gets the focus after navigation. */
export function Heading({ children, name }: { children: ComponentChildren; name?: string }) {
	const heading = useRef<HTMLHeadingElement>(null);
	const title = name ?? (typeof children === 'string' ? children : undefined);
	useEffect(() => {
		document.title = title === undefined ? 'Troupe' : `${title} · Troupe`;
	}, [title]);
	useEffect(() => {
		// The first page begins at its top. Later, the focused element may be gone with its page.
		if (hasOpened && !keepsFocus.value) heading.current?.focus({ preventScroll: true });
		hasOpened = true;
	}, []);
	return (
		<h1 ref={heading} tabIndex={-1}>
			{children}
		</h1>
	);
}

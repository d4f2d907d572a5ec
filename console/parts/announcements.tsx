import { signal } from '@preact/signals';

const said = signal('');

/** Tells readers of a screen what changed elsewhere on the page. */
export function announce(text: string): void {
	// The same text twice is heard twice.
	said.value = said.value === text ? `${text}\u00A0` : text;
}

export const Announcements = () => (
	<div class="unseen" role="status" aria-live="polite">
		{said.value}
	</div>
);

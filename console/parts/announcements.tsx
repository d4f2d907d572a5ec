import { signal } from '@preact/signals';

const said = signal('');

export function announce(text: string): void {
	// A repeated text must be announced again.
	said.value = said.value === text ? `${text}\u00A0` : text;
}

export const Announcements = () => (
	<div class="unseen" role="status" aria-live="polite">
		{said.value}
	</div>
);

import { signal } from '@preact/signals';
import { readPreference, writePreference } from '../words/preferences';

export const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

export const theme = signal<Theme>(themes.find((one) => one === readPreference('theme')) ?? 'system');

export function chooseTheme(chosen: Theme): void {
	theme.value = chosen;
	writePreference('theme', chosen === 'system' ? undefined : chosen);
	applyTheme();
}

export function applyTheme(): void {
	if (theme.value === 'system') delete document.documentElement.dataset.theme;
	else document.documentElement.dataset.theme = theme.value;
}

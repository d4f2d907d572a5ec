/** Preferences in the browser: language, theme, filters. Never customer data. */
const prefix = 'troupe.';

export function readPreference(name: string): string | undefined {
	try {
		return localStorage.getItem(prefix + name) ?? undefined;
	} catch {
		// Without browser storage, the page still works.
		return undefined;
	}
}

export function writePreference(name: string, value: string | undefined): void {
	try {
		if (value === undefined) localStorage.removeItem(prefix + name);
		else localStorage.setItem(prefix + name, value);
	} catch {
		// The choice holds until the page is closed.
	}
}

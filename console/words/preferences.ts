/** What a person likes, kept in the browser: a language, a theme, filters. Never data of customers. */
const prefix = 'troupe.';

export function readPreference(name: string): string | undefined {
	try {
		return localStorage.getItem(prefix + name) ?? undefined;
	} catch {
		// A browser that keeps nothing: the page works without.
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

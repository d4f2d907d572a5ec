import { signal } from '@preact/signals';

const root = '/console';

/** Position below `/console`: the room and its content. Addresses contain no customer data. */
interface Place {
	room: string;
	rest: string[];
	query: Readonly<Record<string, string>>;
}

export const place = signal<Place>(readPlace());
window.addEventListener('popstate', () => (place.value = readPlace()));

export function go(path: string, { replace = false } = {}): void {
	const url = hrefOf(path);
	if (replace) history.replaceState(null, '', url);
	else history.pushState(null, '', url);
	place.value = readPlace();
	if (!replace) window.scrollTo(0, 0);
}

/** The address of a path such as `runs/r1`. */
export const hrefOf = (path: string): string => `${root}/${path}`;

export const pathOf = (...parts: string[]): string => parts.map(encodeURIComponent).join('/');

/** Changes query values: undefined removes one. */
export function setQuery(changes: Record<string, string | undefined>): void {
	const { room, rest, query } = place.value;
	const next = Object.entries({ ...query, ...changes }).filter(
		(entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
	);
	const search = new URLSearchParams(next).toString();
	go(pathOf(room, ...rest) + (search && `?${search}`), { replace: true });
}

function readPlace(): Place {
	const [room = '', ...rest] = location.pathname.slice(root.length).split('/').filter(Boolean).map(decode);
	return { room, rest, query: Object.fromEntries(new URLSearchParams(location.search)) };
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

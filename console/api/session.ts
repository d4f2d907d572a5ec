import { signal } from '@preact/signals';
import { Problem, readProblem } from './problem';

/** Whoever is signed in, as the service says it. */
export interface Session {
	tenant: string;
	subject: string;
	/** As people call whoever is signed in: the name of the key. */
	name: string;
	scopes: string[];
	version: string;
	csrf: string;
}

/** Undefined until the service was asked; null: nobody. */
export const session = signal<Session | null | undefined>(undefined);

const path = '/console/session';
/** A one-time link has its code in the fragment, which no server sees. */
const linked = /^#code=([\w-]{1,100})$/;

/** Asks who is signed in; a one-time link signs in first. @throws Problem */
export async function openSession(): Promise<void> {
	const code = linked.exec(location.hash)?.[1];
	if (code !== undefined) {
		history.replaceState(null, '', location.pathname + location.search);
		return signIn(`${path}/link`, { body: JSON.stringify({ code }), headers: { 'content-type': 'application/json' } });
	}
	const response = await fetch(path);
	if (response.ok) session.value = ((await response.json()) as { session: Session | null }).session;
	else if (response.status === 401) session.value = null;
	else await take(response);
}

/** @param key an API key, or the token of the service @throws Problem */
export const signInWithKey = (key: string): Promise<void> => signIn(path, { headers: { authorization: `Bearer ${key}` } });

/** Where people can sign in with their organisation; undefined: nowhere. @throws Problem */
export async function findIssuer(): Promise<string | undefined> {
	const response = await fetch(`${path}/ways`);
	if (!response.ok) throw await readProblem(response);
	return ((await response.json()) as { issuer?: string }).issuer;
}

/** Where whoever has just signed out can sign out of the organisation, too. */
export const issuerEnd = signal<string | undefined>(undefined);

/** Asks whether a refused request means that the session is over: the token of a login can have been renewed in between. @throws Problem */
export async function isStillIn(): Promise<boolean> {
	const response = await fetch(path);
	if (response.ok) session.value = ((await response.json()) as { session: Session | null }).session;
	else if (response.status === 401) session.value = null;
	return response.ok && session.value !== null;
}

/** @throws Problem */
export async function signOut(): Promise<void> {
	const response = await fetch(path, { method: 'DELETE', headers: { 'x-troupe-csrf': session.value?.csrf ?? '' } });
	if (!response.ok && response.status !== 401) throw await readProblem(response);
	issuerEnd.value = response.ok ? (((await response.json()) as { issuer: string | null }).issuer ?? undefined) : undefined;
	session.value = null;
}

/** Whether the person may do what needs one of the scopes, for some agents or collections at least. */
export const may = (...scopes: string[]): boolean =>
	scopes.some((scope) => session.value?.scopes.some((own) => own === scope || own.startsWith(`${scope}:`)));

async function signIn(to: string, request: RequestInit): Promise<void> {
	await take(await fetch(to, { ...request, method: 'POST' }));
}

async function take(response: Response): Promise<void> {
	if (response.ok) {
		session.value = (await response.json()) as Session;
		issuerEnd.value = undefined;
		return;
	}
	session.value = null;
	throw response.status === 404 ? new Problem(404, 'UNKNOWN', 'The service has no console.') : await readProblem(response);
}

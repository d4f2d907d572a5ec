import { signal } from '@preact/signals';
import { Problem, readProblem } from './problem';

export interface Session {
	tenant: string;
	subject: string;
	/** Display name: the name of the key. */
	name: string;
	scopes: string[];
	version: string;
	csrf: string;
}

/** Undefined before the first answer; null: nobody. */
export const session = signal<Session | null | undefined>(undefined);

const path = '/console/session';
/** A one-time link has its code in the fragment, which no server sees. */
const linked = /^#code=([\w-]{1,100})$/;

/** Reads the session; a one-time link signs in first. @throws Problem */
export async function openSession(): Promise<void> {
	const code = linked.exec(location.hash)?.[1];
	if (code !== undefined) {
		history.replaceState(null, '', location.pathname + location.search);
		return signIn(`${path}/link`, { body: JSON.stringify({ code }), headers: { 'content-type': 'application/json' } });
	}
	return readSession();
}

/** @param key an API key, or the token of the service @throws Problem */
export const signInWithKey = (key: string): Promise<void> => signIn(path, { headers: { authorization: `Bearer ${key}` } });

/** Returns the login address of the organisation; undefined without one. @throws Problem */
export async function findIssuer(): Promise<string | undefined> {
	const response = await fetch(`${path}/ways`);
	if (!response.ok) throw await readProblem(response);
	return ((await response.json()) as { issuer?: string }).issuer;
}

const endKey = 'troupe-issuer-end';

/** Takes the organisation's logout address after a sign-out; undefined for others. */
export function takeIssuerEnd(): string | undefined {
	const url = sessionStorage.getItem(endKey) ?? undefined;
	sessionStorage.removeItem(endKey);
	return url;
}

/** Reads the session again, such as after a refusal: a login too old for one act does not end the session. @throws Problem */
export async function readSession(signal?: AbortSignal): Promise<void> {
	const response = await fetch(path, { signal });
	if (response.ok) session.value = ((await response.json()) as { session: Session | null }).session;
	else if (response.status === 401) session.value = null;
	else throw await readFault(response);
}

/**
 * Sends a request of the session. After a refusal it asks the service: another request may have renewed the login, then it is sent once more. An act
 * that needs a newer login stays refused. @throws Problem if the session cannot be read
 */
export async function sendInSession(send: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
	const csrf = session.value?.csrf;
	const response = await send();
	if (response.status !== 401) return response;
	const { details } = await readProblem(response.clone());
	await readSession(signal);
	const isSame = csrf !== undefined && csrf === session.value?.csrf;
	return isSame && details.reason !== 'login' ? send() : response;
}

/** @throws Problem */
export async function signOut(): Promise<void> {
	const response = await fetch(path, { method: 'DELETE', headers: { 'x-troupe-csrf': session.value?.csrf ?? '' } });
	if (!response.ok && response.status !== 401) throw await readProblem(response);
	const issuer = response.ok ? ((await response.json()) as { issuer: string | null }).issuer : null;
	if (issuer !== null) sessionStorage.setItem(endKey, issuer);
	// A new page holds nothing of the previous person.
	location.reload();
}

export const may = (...scopes: string[]): boolean =>
	scopes.some((scope) => session.value?.scopes.some((own) => own === scope || own.startsWith(`${scope}:`)));

async function signIn(to: string, request: RequestInit): Promise<void> {
	await take(await fetch(to, { ...request, method: 'POST' }));
}

async function take(response: Response): Promise<void> {
	session.value = response.ok ? ((await response.json()) as Session) : null;
	if (!response.ok) throw await readFault(response);
}

const readFault = async (response: Response): Promise<Problem> =>
	response.status === 404 ? new Problem(404, 'UNKNOWN', 'The service has no console.') : readProblem(response);

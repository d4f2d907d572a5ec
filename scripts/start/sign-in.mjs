/** A link that signs one browser in to the local n8n while this start runs. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

/** n8n's own name for the cookie of a session. */
const sessionCookie = 'n8n-auth';

/**
 * The secret of the link is created here and stays in this process. The session is created when the link is opened.
 * Browsers share cookies of 127.0.0.1 between ports, so n8n accepts the session that is set here.
 * @param {{ url: string, owner: { email: string, password: string }, ownerFile: string, opens: string }} options `opens`: the page to go to
 * @returns {{ path: string, handle: import('./local-pages.mjs').Handler }}
 */
export function createSignInLink({ url, owner, ownerFile, opens }) {
	const path = `/start/${randomBytes(32).toString('base64url')}`;
	const target = new URL(opens, url).href;
	let used = false;

	const handle = async ({ path: requested, cookies }) => {
		if (!isEqual(requested, path)) return undefined;
		if (used) return hasSession(cookies) ? goTo(target) : explainUsed(url, owner, ownerFile);
		used = true;
		const session = await signIn(url, owner);
		return session ? goTo(target, session) : goTo(new URL('/signin', url).href);
	};
	return { path, handle };
}

function isEqual(left, right) {
	const one = Buffer.from(left);
	const other = Buffer.from(right);
	return one.length === other.length && timingSafeEqual(one, other);
}

/** It reveals nothing: n8n itself verifies the session. */
function hasSession(cookies) {
	return cookies.split(';').some((cookie) => cookie.trim().startsWith(`${sessionCookie}=`));
}

/** @returns {Promise<string[] | undefined>} n8n's cookies; undefined when the password was changed in n8n */
async function signIn(url, { email, password }) {
	const response = await fetch(`${url}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ emailOrLdapLoginId: email, password }),
		signal: AbortSignal.timeout(30_000),
	});
	return response.ok ? response.headers.getSetCookie() : undefined;
}

function goTo(location, session) {
	return { status: 303, headers: { location, ...(session && { 'set-cookie': session }) } };
}

function explainUsed(url, { email }, ownerFile) {
	return {
		status: 410,
		body:
			'This link was already opened. It signs in one browser.\n\n' +
			`Sign in at ${url} as ${email}. The password is in the file ${ownerFile}.\n` +
			'Or stop `npm start` with Ctrl-C and run it again to get a new link.\n',
	};
}

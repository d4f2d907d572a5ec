import { jwtVerify, SignJWT, errors } from 'jose';

/** The keys of a project. The first two are of the new kind, which the gateway exchanges for a token; the others are tokens themselves. */
export const supabaseKeys = {
	publishable: 'sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH',
	secret: 'sb_secret_N7UND0UgjKTVK_Uodkm0Hg_xSvEMPvz',
};

const signingSecret = new TextEncoder().encode('super-secret-jwt-token-with-at-least-32-characters');

/** Signs a token of the project. @param expiresIn seconds */
export function signSupabaseToken(role: string, user?: string, expiresIn = 3_600): Promise<string> {
	const now = Math.floor(Date.now() / 1000);
	return new SignJWT({ role, iss: 'supabase-demo', ...(user !== undefined && { sub: user, aud: 'authenticated' }) })
		.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
		.setExpirationTime(now + expiresIn)
		.sign(signingSecret);
}

/** Whom a request acts for, or how it is refused. */
export type Identity = { claims: Record<string, unknown>; role: string } | { status: number; body: object };

/** Decides as Supabase's gateway does, which knows the key, and then as PostgREST, which verifies the token. */
export async function identify(headers: Record<string, string | string[] | undefined>): Promise<Identity> {
	const apikey = headers['apikey'];
	if (typeof apikey !== 'string')
		return { status: 401, body: { message: 'No API key found in request', hint: 'No `apikey` request header or url param was found.' } };
	const opaque = { [supabaseKeys.publishable]: 'anon', [supabaseKeys.secret]: 'service_role' }[apikey];
	if (opaque === undefined && !(await isTokenOfProject(apikey)))
		return { status: 401, body: { message: 'Invalid API key', hint: 'Double check your Supabase `anon` or `service_role` API key.' } };
	const bearer = /^Bearer (.+)$/i.exec(String(headers['authorization'] ?? ''))?.[1];
	if (opaque !== undefined && (bearer === undefined || bearer === apikey)) return { role: opaque, claims: { role: opaque } };
	return readToken(bearer ?? apikey);
}

const isTokenOfProject = async (key: string): Promise<boolean> => 'role' in (await readToken(key));

async function readToken(token: string): Promise<Identity> {
	const refused = (code: string, message: string) => ({ status: 401, body: { code, details: null, hint: null, message } });
	try {
		const { payload } = await jwtVerify(token, signingSecret, { algorithms: ['HS256'] });
		const { role } = payload;
		return { role: typeof role === 'string' ? role : 'anon', claims: payload };
	} catch (error) {
		if (error instanceof errors.JWTExpired) return refused('PGRST303', 'JWT expired');
		return refused('PGRST301', 'No suitable key or wrong key type');
	}
}

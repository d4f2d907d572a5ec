import * as Type from 'typebox/type';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toIso } from '../../core/base/iso-time';
import { closed, orNull } from '../../core/base/shape';
import { denied } from '../../manifests/registry/access/access';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { string, texts, time } from '../../manifests/registry/api/answer-fields';
import type { GuardFor } from '../access/ask-for-scope';
import type { ApiKeys } from '../access/keys/api-keys';
import { readOwnAddress } from '../access/own-address';
import type { ServiceAccess } from '../access/service-access';
import { json } from '../http/describe-operations';
import { consoleFiles } from './console-files';
import { endReplaced, endSession, issueSession, nameSession } from './issue-session';
import { linkMinutes, type OneTimeLinks } from './one-time-links';
import { maxCookieCharacters } from './cookie-attributes';
import { loginRoutes } from './login/login-routes';
import type { ConsoleLogins } from './login/open-logins';
import { clearSession, csrfOf, keyOfSession, linkPath, readSessionToken, writeSession } from './session-cookie';

interface ConsoleParts {
	guardFor: GuardFor;
	keys: ApiKeys;
	links: OneTimeLinks;
	access: Pick<ServiceAccess, 'grantAccess'>;
	/** Undefined without sign-in at an issuer. */
	logins?: ConsoleLogins;
	version: string;
}

const path = '/console/session';
const tags = ['console'];
const session = Type.Object({
	tenant: string,
	subject: string,
	name: string,
	scopes: texts,
	version: string,
	csrf: Type.String({ description: 'The header x-troupe-csrf of changes' }),
});

/** `/console`: the page with its sign-in and sign-out. It reads and changes everything through the API. */
export async function consoleRoutes(app: FastifyInstance, { guardFor, keys, links, access, logins, version }: ConsoleParts): Promise<void> {
	await consoleFiles(app);
	const endEarlier = (token: string | undefined, address: string, next?: Grant) =>
		token === undefined ? undefined : endReplaced({ token, address, next }, { access, keys });
	loginRoutes(app, { logins, access, endEarlier });
	const known = guardFor('any', 'any-tenant');
	const describe = async (secret: string, grant: Grant, called?: string) => {
		const { caller, scopes } = grant;
		const { tenant, subject } = caller;
		const name = called ?? (await nameSession(grant, keys));
		return { tenant, subject, name, scopes: [...scopes].sort(), version, csrf: csrfOf(secret) };
	};
	const signIn = async (grant: Grant, request: FastifyRequest, reply: FastifyReply) => {
		const { token, expiresAt } = await issueSession(grant, keys);
		if (token.length > maxCookieCharacters) throw tooLong(token.length);
		await endEarlier(readSessionToken(request), request.ip, grant);
		await logins?.end(request, reply);
		writeSession(request, reply, token, expiresAt);
		await logins?.cookies.noteSignedIn(request, reply, { key: keyOfSession(token) });
		return describe(token, grant);
	};
	app.addHook('onSend', async (_request, reply) => void (reply.hasHeader('cache-control') || reply.header('cache-control', 'no-store')));

	const whoIsIn = Type.Object({ session: Type.Union([session, Type.Null()]) });
	const knownIfAny: typeof known = async (request, reply) => (request.signedIn === null ? undefined : known(request, reply));
	const asked = {
		summary: 'Say who is signed in, if a browser is',
		tags,
		security: [],
		response: { 200: json('Who is signed in', whoIsIn) },
	};
	app.get(path, { onRequest: knownIfAny, schema: asked }, async ({ signedIn, grant }) => ({
		session: signedIn === null ? null : await describe(signedIn.secret, grant!, signedIn.name),
	}));
	app.post(path, { onRequest: known, schema: answers('Sign a browser in, with an API key or a token of the issuer') }, (request, reply) =>
		signIn(request.grant!, request, reply),
	);
	app.post<{ Body: { code: string } }>(
		linkPath,
		{ schema: { ...answers('Sign a browser in by a link, once'), security: [], body: closed({ code: Type.String({ maxLength: 100 }) }) } },
		(request, reply) => signIn(links.take(request.body.code), request, reply),
	);
	const signedOut = Type.Object({ issuer: orNull(Type.String({ description: 'Where to sign out at the issuer' })) });
	const leaving = { summary: 'Sign a browser out', tags, response: { 200: json('Signed out here', signedOut) } };
	app.delete(path, { onRequest: known, schema: leaving }, async (request, reply) => {
		await endSession(request.grant!, keys);
		clearSession(request, reply);
		const wasAtIssuer = await logins?.end(request, reply);
		return { issuer: (wasAtIssuer ? await logins?.findExit(request) : undefined) ?? null };
	});
	const link = Type.Object({ url: string, expiresAt: time });
	app.post(
		'/api/v1/console/links',
		{ onRequest: known, schema: { summary: 'Make a link that signs a browser in once', tags, response: { 200: json('The link', link) } } },
		async (request) => ({
			url: `${readOwnAddress(request)}/console/#code=${links.create(request.grant!)}`,
			expiresAt: toIso(Date.now() + linkMinutes * 60_000),
		}),
	);
}

const answers = (summary: string) => ({ summary, tags, response: { 200: json('Signed in', session) } });

const tooLong = (characters: number) =>
	denied(
		'invalid',
		`The token has ${characters} characters, and browsers keep at most ${maxCookieCharacters}.`,
		'Have the issuer put less into its access tokens, such as no list of groups, or sign in with an API key.',
	);

import type { FastifyReply, FastifyRequest } from 'fastify';
import { getErrorMessage } from '../../../core/base/errors';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import type { CodeLogin } from '../../access/oidc/code-login';
import { readOwnAddress } from '../../access/own-address';
import type { ServiceParts } from '../../service-parts';
import { LoginCookies } from './login-cookies';
import { LoginSessions, type LiveLogin } from './login-sessions';

/** The logins at an issuer by which browsers are signed in. */
export interface ConsoleLogins {
	issuer: CodeLogin;
	cookies: LoginCookies;
	sessions: LoginSessions;
	/** Returns the login of a browser with a token that can be used, and writes what is new; undefined for nobody. @throws TroupeError */
	open(request: FastifyRequest, reply: FastifyReply): Promise<LiveLogin | undefined>;
	/** Ends the login of a browser here, and its tokens at the issuer. @returns whether it had one */
	end(request: FastifyRequest, reply: FastifyReply): Promise<boolean>;
	/** Returns where people sign out at the issuer, too; undefined where that is not known. */
	findExit(request: FastifyRequest): Promise<string | undefined>;
	/** Ends tokens at the issuer that are not used here; where it does not answer, the operator is told. */
	revoke(refresh: string | undefined): Promise<void>;
	/** Tells the operator why a login failed. */
	report(what: string, error: unknown): void;
}

/** Returns undefined without an issuer that the console is a client of, and on a machine without state. */
export function openLogins({ access, host, log }: Pick<ServiceParts, 'access' | 'host' | 'log'>): ConsoleLogins | undefined {
	const { login: issuer } = access;
	const { stateFolder } = host;
	if (!issuer || stateFolder === undefined) return undefined;
	const cookies = new LoginCookies(() => openVaultKeys(host, stateFolder));
	const sessions = new LoginSessions({ login: issuer });
	const report = (what: string, error: unknown) => log('warn', what, { error: getErrorMessage(error) });
	const notEnded = (error: unknown) => report('a login was not ended at the issuer', error);
	const revoke = async (refresh: string | undefined) => {
		if (refresh !== undefined) await issuer.revoke(refresh).catch(notEnded);
	};
	return {
		...{ issuer, cookies, sessions, revoke, report },
		open: async (request, reply) => {
			const sent = await cookies.read(request);
			const login = sent && (await sessions.open(sent));
			if (login?.isNew) await cookies.write(request, reply, login);
			// Not cleared: another tab may have a newer one already.
			return login;
		},
		end: async (request, reply) => {
			const sent = await cookies.read(request);
			cookies.clear(request, reply);
			if (!sent) return false;
			await revoke(sessions.end(sent));
			return true;
		},
		findExit: async (request) => {
			try {
				return await issuer.findEnd(`${readOwnAddress(request)}/console/inbox`);
			} catch (error) {
				// The person has left this page all the same.
				notEnded(error);
				return undefined;
			}
		},
	};
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { getErrorMessage } from '../../../core/base/errors';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import type { CodeLogin } from '../../access/oidc/code-login';
import { readOwnAddress } from '../../access/own-address';
import type { ServiceParts } from '../../service-parts';
import { LoginCookies } from './login-cookies';
import { LoginSessions, type LiveLogin } from './login-sessions';

export interface ConsoleLogins {
	issuer: CodeLogin;
	cookies: LoginCookies;
	sessions: LoginSessions;
	/** Returns the browser's login with a usable token, and writes changes; undefined for nobody. @throws TroupeError */
	open(request: FastifyRequest, reply: FastifyReply): Promise<LiveLogin | undefined>;
	/** Ends a browser's login here, and its tokens at the issuer. @returns true if it had one */
	end(request: FastifyRequest, reply: FastifyReply): Promise<boolean>;
	/** Returns the issuer's sign-out page; undefined if unknown. */
	findExit(request: FastifyRequest): Promise<string | undefined>;
	/** Ends unused tokens at the issuer; the operator hears of a missing answer. */
	revoke(refresh: string | undefined): Promise<void>;
	report(what: string, error: unknown): void;
}

/** Undefined without an issuer with a console client, and on a machine without state. */
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
		issuer,
		cookies,
		sessions,
		revoke,
		report,
		open: async (request, reply) => {
			const sent = await cookies.read(request);
			const login = sent && (await sessions.open(sent));
			if (login?.isNew) await cookies.write(request, reply, login);
			// Not cleared: another tab may have a newer one.
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
				notEnded(error);
				return undefined;
			}
		},
	};
}

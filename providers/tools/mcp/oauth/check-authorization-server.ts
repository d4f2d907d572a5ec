import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client';
import { TroupeError } from '../../../../core/base/errors';
import { isSafeUrl } from '../../../../core/base/network/loopback';

export interface ClientChoice {
	clientId?: string;
	clientSecret?: string;
	/** The client's authorization server and token address: either says where the secret goes. */
	issuer?: string;
	accessTokenUrl?: string;
	/** https address of a client id metadata document, used as client id. */
	metadataUrl?: string;
	redirectUri: string;
}

/** RFC 8414, 3.3, but ignores a trailing slash: 3.1 drops it, and many servers write it in only one of the two documents. */
export function checkIssuer(url: string, named: string, { issuer }: AuthorizationServerMetadata): void {
	if (!isSameIssuer(named, issuer))
		throw wrong(url, `the metadata of its authorization server ${hostOf(named)} are missing or invalid: another issuer`);
}

const isSameIssuer = (one: string, other: string): boolean => one.replace(/\/$/, '') === other.replace(/\/$/, '');

export function checkServer(url: string, server: AuthorizationServerMetadata): void {
	const { code_challenge_methods_supported: methods, authorization_endpoint, token_endpoint, registration_endpoint } = server;
	if (!methods?.includes('S256')) throw wrong(url, 'its authorization server does not say that it supports PKCE with S256');
	for (const address of [authorization_endpoint, token_endpoint, registration_endpoint])
		if (address !== undefined && !isSafeUrl(address))
			throw wrong(url, `its authorization server uses ${hostOf(address)} without encryption`);
}

/** An MCP server names its authorization server, but not the one that a client and its secret are for. */
export function checkOwner(
	url: string,
	metadata: AuthorizationServerMetadata,
	{ clientSecret, issuer, accessTokenUrl }: ClientChoice,
): void {
	const isNamed = issuer === undefined ? accessTokenUrl === metadata.token_endpoint : isSameIssuer(issuer, metadata.issuer);
	const isOwn = issuer === undefined && accessTokenUrl === undefined && new URL(metadata.issuer).origin === new URL(url).origin;
	const needsOwner = clientSecret !== undefined || issuer !== undefined;
	if (needsOwner && !isNamed && !isOwn) throw otherOwner(url, metadata.issuer, issuer);
}

export const hostOf = (address: string): string => URL.parse(address)?.host ?? 'an address that is not a URL';

export const wrong = (url: string, why: string) =>
	new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `Nobody can log in for the MCP server ${hostOf(url)}: ${why}.`,
		fix: 'Ask its operator for another way, such as a token for "headers" in the definition.',
	});

const otherOwner = (url: string, issuer: string, own = 'a server that its file does not name') =>
	new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The MCP server ${hostOf(url)} names the authorization server ${issuer}. The client is of ${own}, so nothing was sent.`,
		fix: `If you created the client at ${hostOf(issuer)}, add "issuer": "${issuer}" to the file of --client. Otherwise do not log in.`,
	});

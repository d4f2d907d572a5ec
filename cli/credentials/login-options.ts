import type { OauthProvider } from '../../core/ports/access/credentials';

export interface LoginOptions {
	provider?: OauthProvider;
	type?: string;
	scopes?: string[];
	client?: string;
	/** The address of an MCP server, which says where to log in. */
	mcp?: string;
	clientMetadata?: string;
	device?: boolean;
	port?: number;
	json?: boolean;
}

export const loginMs = 15 * 60_000;

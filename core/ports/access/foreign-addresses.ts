import type { CredentialData } from './credentials';
import { textField } from './oauth-tokens';

/** The addresses are a caller's, not the operator's. */
export const withForeignAddresses = (data: CredentialData): CredentialData => ({ ...data, addressesFrom: 'caller' });

/** Addresses of a caller or an MCP server lead to private networks only if the operator allows it. */
export const hasForeignAddresses = (data: CredentialData): boolean =>
	data.addressesFrom === 'caller' || textField(data, 'mcpServer') !== '';
